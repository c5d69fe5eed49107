"""Muster measured beside its floors, on this machine, in one run: `make bench`.

Read the ratios. The times belong to the machine and the moment.
"""
