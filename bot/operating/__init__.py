"""What stands behind the commands: it sees everything, and nobody imports it but bot.cli.

composition   the parts wired together: one process of Muster
playing       the playground: Muster with the sample company and a workspace on loopback
exchanging    import and export of CSV files
previewing    what would be said, printed; and naming a chair
terminal      people's words, made harmless for a terminal
doctor        what is wrong, and how to mend it
"""
