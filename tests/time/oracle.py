#!/usr/bin/env python3
"""Random days, schedules and quiet hours, and what Python's zoneinfo makes of them.

Called by calendar.cpp with a seed and a count; prints one case a line, times as microseconds since 1970:
    at ZONE INSTANT WALL OFFSET ABBREVIATION
    wall ZONE WALL INSTANT
    after ZONE DAYS CLOSED START SPAN INSTANT
    loud ZONE SPANS START INSTANT
DAYS is Sunday to Saturday, `;` between days and `,` between spans; `-` is "none".

The opening hours are worked out another way than in calendar.cpp: every opening of the schedule as a
pair of UTC instants, the pairs united, and the time counted off.
"""
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo  # Not there, or without its data: let it fail aloud.

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
         "Asia/Kolkata", "UTC"]
YEARS = (2005, 2034)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


def number(instant):
    return (instant - EPOCH) // MICROSECOND


def wall_number(wall):
    return number(wall.replace(tzinfo=timezone.utc))


def instant_of(wall, zone):
    """The first instant that shows `wall`; the jump if none does."""
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(timezone.utc)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    before, after = instant - DAY, instant  # The wall shows less than `wall` before, more after.
    while after - before > MICROSECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after


def changes(zone):
    """The days on which the zone's offset changes."""
    found = []
    day = datetime(YEARS[0], 1, 1, tzinfo=timezone.utc)
    while day.year <= YEARS[1]:
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            found.append(day)
        day += DAY
    return found


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def span_text(span):
    return f"{clock(span[0])}-{clock(span[1])}"


class Cases:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.zones = [(name, ZoneInfo(name)) for name in ZONES]
        self.changes = {name: changes(zone) for name, zone in self.zones}

    def start(self, name):
        """Half of the cases near a change of the clock, where there is one."""
        if self.changes[name] and self.random.random() < 0.5:
            return self.random.choice(self.changes[name]) + self.random.uniform(-2, 3) * DAY
        first = datetime(YEARS[0], 1, 1, tzinfo=timezone.utc)
        return first + self.random.uniform(0, (YEARS[1] - YEARS[0]) * 365) * DAY

    def minute(self, low, high):
        """Often a quarter of an hour, and often in the small hours, where clocks change."""
        if low < 210 < high and self.random.random() < 0.2:
            high = 210
        minute = self.random.randint(low, high)
        return max(low, minute - minute % 15) if self.random.random() < 0.7 else minute

    def spans(self, count_max):
        """Sorted and apart; the last may end at 24:00 or run past midnight."""
        spans, at = [], 0
        for _ in range(self.random.randint(0, count_max)):
            if at >= 1380:
                break
            begin = self.minute(at, 1400)
            end = self.minute(begin + 1, 1440)
            spans.append((begin, end))
            at = end
        if self.random.random() < 0.25 and at < 1439:
            begin = self.minute(at, 1439)
            spans.append((begin, self.random.randint(0, begin)))
        return spans

    def at(self):
        name, zone = self.random.choice(self.zones)
        instant = self.start(name)
        local = instant.astimezone(zone)
        wall = local.replace(tzinfo=None, microsecond=0)
        return ["at", name, number(instant), wall_number(wall),
                local.utcoffset() // timedelta(seconds=1), local.tzname()]

    def wall(self):
        name, zone = self.random.choice(self.zones)
        wall = self.start(name).astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0)
        return ["wall", name, wall_number(wall), number(instant_of(wall, zone))]

    def after(self):
        name, zone = self.random.choice(self.zones)
        start = self.start(name)
        days = [self.spans(3) if self.random.random() < 0.8 else [] for _ in range(7)]
        if not any(days):
            days[self.random.randrange(7)] = [(9 * 60, 17 * 60)]
        today = start.astimezone(zone).date()
        closed = {today + self.random.randint(-2, 20) * DAY for _ in range(self.random.randint(0, 5))}
        span = self.random.choice([timedelta(0), timedelta(hours=24), timedelta(hours=1),
                                   timedelta(seconds=self.random.randint(0, 400_000))])
        return ["after", name, ";".join(",".join(map(span_text, day)) or "-" for day in days),
                ",".join(sorted(map(str, closed))) or "-", number(start), span // MICROSECOND,
                number(open_time_after(start, span, days, closed, zone))]

    def loud(self):
        name, zone = self.random.choice(self.zones)
        start = self.start(name)
        spans = self.spans(2) or [(22 * 60, 7 * 60)]
        today = start.astimezone(zone).date()
        quiet = united(stretches(today - 3 * DAY, today + 6 * DAY, lambda _: spans, zone))
        loud = next((end for begin, end in quiet if begin <= start < end), start)
        if loud - start > 3 * DAY:
            loud = start
        return ["loud", name, ",".join(map(span_text, spans)), number(start), number(loud)]


def stretches(first, last, spans_on, zone):
    found, day = [], first
    while day <= last:
        midnight = datetime.combine(day, datetime.min.time())
        for begin, end in spans_on(day):
            end += 0 if end > begin else 24 * 60
            found.append((instant_of(midnight + timedelta(minutes=begin), zone),
                          instant_of(midnight + timedelta(minutes=end), zone)))
        day += DAY
    return found


def united(pairs):
    whole = []
    for begin, end in sorted(pairs):
        if begin >= end:
            continue
        if whole and begin <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((begin, end))
    return whole


def open_time_after(start, span, days, closed, zone):
    def spans_on(day):
        return [] if day in closed else days[day.isoweekday() % 7]

    today = start.astimezone(zone).date()
    horizon = 40
    while True:
        left = span
        for begin, end in united(stretches(today - 3 * DAY, today + horizon * DAY, spans_on, zone)):
            begin = max(begin, start)
            if begin >= end:
                continue
            if begin + left <= end:
                return begin + left
            left -= end - begin
        horizon *= 4
        if horizon > 3000:
            raise RuntimeError("a schedule that hardly opens: not what this oracle is for")


def main():
    cases = Cases(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        for case in (cases.at(), cases.wall(), cases.after(), cases.loud()):
            print(*case)


main()
