"""Calendar feeds over HTTP: for Google, Outlook, Apple and whatever else reads iCalendar.

zones      a zone's clock changes, as calendars are told of them
calendar   a feed as iCalendar (RFC 5545), written by the library
shelf      feeds that were made lately
guard      how often an address, and whoever guesses, may ask
door       GET and HEAD /feeds/TOKEN.ics
"""
