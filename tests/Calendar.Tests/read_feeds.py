# Reads calendars as Debian's icalendar does and expands them: for each file a line for each occurrence, START END STATUS in UTC.
#   read_feeds.py FIRST LAST FILE...     days as 2026-11-23; what a reader would pass over in silence ends it
import datetime
import sys

import icalendar
import pytz
import recurring_ical_events


def day(text, more):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=pytz.utc) + datetime.timedelta(days=more)


for name in sys.argv[3:]:
    with open(name, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    for component in calendar.walk():
        if component.errors or component.required and not all(name in component for name in component.required):
            sys.exit(f"{name}: {component.name} {component.errors}")
    print(f"file {name}")
    for event in recurring_ical_events.of(calendar).between(day(sys.argv[1], -3), day(sys.argv[2], 3)):
        start, end = (event[key].dt.astimezone(pytz.utc) for key in ("DTSTART", "DTEND"))
        print(f"{start:%Y-%m-%dT%H:%M:%S} {end:%Y-%m-%dT%H:%M:%S} {event['STATUS']}")
