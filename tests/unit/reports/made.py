"""A made-up week of the standard municipality: every part of a note has something to say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import profiles
from core.campaigns import Campaign, Entry, Learnt, Season, Task
from core.cases import Case, Pace, System
from core.incidents import Answer, Channel, Incident, Nature, Outcome, Status
from core.labels import Theme
from core.measures import Measure, Origin, State, executed
from core.periods import week
from core.profile import Campaign as Threat
from core.risk import Level
from core.weekly import Cause, Change, Facts, Growth, Ordered, conflicts

PROFILE = profiles.read(profiles.path_of("standard"))
PERIOD = week("2026-W46", "Europe/Moscow")
SINCE, UNTIL = PERIOD.since, PERIOD.until
DAY = timedelta(days=1)


def incident(number: int, **fields: Any) -> Incident:
    made = Incident(number, Nature.MATTER, Status.IN_WORK, Theme.ROADS, SINCE + DAY, SINCE + DAY, block="roads")
    return replace(made, **({"title": f"Яма {number}", "recipient": "Начальник отдела дорог"} | fields))


def case(number: int, status: Status = Status.IN_WORK, **fields: Any) -> Case:
    own = fields.pop("of", {})
    made = Case(incident(number, status=status, **own), status, None, None, None, None, Pace.RUNNING, None)
    return replace(made, **fields)


def answered(number: int, outcome: Outcome = Outcome.SOLVED, **fields: Any) -> Case:
    moment = SINCE + 2 * DAY
    told = {"outcome": outcome, "answered_at": moment, "ended_at": moment, "formal": False, "pace": Pace.IN_TIME}
    return case(number, Status.CLOSED, **(told | fields))


def measure(number: int, **fields: Any) -> Measure:
    made = Measure(number, f"Заменить лампы, участок {number}", "roads", SINCE - 5 * DAY, "Начальник отдела дорог")
    return replace(made, **fields)


MEASURES = (
    measure(1, state=State.DONE, moved_at=SINCE + DAY, due=date(2026, 11, 12)),
    measure(2, state=State.DONE, moved_at=SINCE + 4 * DAY, due=date(2026, 11, 11), origin=Origin.PROMISE),
    measure(3, due=date(2026, 11, 13), origin=Origin.ROADMAP, block="communal", position="Начальник отдела ЖКХ"),
    measure(4, due=date(2026, 12, 1)),
)
CASES = (
    answered(1, marks=(5, 2)),
    answered(2, Outcome.EXPLAINED, formal=True, glad=1, sad=3),
    answered(3, pace=Pace.LATE, calm=1),
    case(4, pace=Pace.OVERDUE, due=SINCE + 3 * DAY),
    case(5, pace=Pace.OVERDUE, due=SINCE + 2 * DAY, of={"recipient": "", "block": "communal"}),
    case(6, Status.WATCHED, of={"nature": Nature.RISK, "level": Level.HIGH, "title": "Слух об отключении"}),
    case(
        7,
        Status.WORKED_OFF,
        ended_at=SINCE + 4 * DAY,
        of={"nature": Nature.RISK, "level": Level.CRITICAL, "title": "Люк у школы"},
    ),
    case(8, of={"storm": True, "theme": Theme.HOUSING, "title": "Нет тепла"}),
    case(
        9,
        promises=(SINCE + DAY, SINCE + 6 * DAY),
        answered_at=SINCE + DAY,
        of={"channel": Channel.POS, "answers": (Answer("Сделаем", ("pos",), at=SINCE + DAY),)},
    ),
)
EARLIER = (replace(answered(10, Outcome.EXPLAINED), ended_at=PERIOD.before.since + DAY),)
THREAT = Threat("ice", "Выход на лёд", Theme.SAFETY, (46, 52))
SEASON = Season(2026, date(2026, 11, 9), date(2026, 12, 27))
ENTRY = Entry(THREAT, SEASON, Learnt(Theme.SAFETY, 0, 0), None, SEASON.starts, SEASON.starts - 21 * DAY)
TASKS = (Task("Памятка", done_at=SINCE), Task("Пост"))
CAMPAIGN = Campaign(4, "Чистые дворы", Theme.WASTE, PERIOD.first, PERIOD.last, SINCE, SINCE, tasks=TASKS)
HEATING = Change(24, 8, 0.6, 6, 2.0)
GROWTH = Growth(
    Theme.HOUSING, "", HEATING, (Cause(("котельная", "батарея"), 9, ("Батареи ледяные, звоните [телефон]",), (8,)),), 21
)
FACTS = Facts(
    asked=Ordered(PERIOD),
    at=UNTIL,
    made_at=datetime(2026, 11, 16, 6, tzinfo=UTC),
    total=Change(40, 32, 1.0, 7, 5.0),
    systems=((System.NETWORKS, Change(36, 30, 0.9, 7, 4.7)), (System.POS, Change(4, 2, 0.1, 0, 0.3))),
    themes=((Theme.HOUSING, HEATING), (Theme.ROADS, Change(16, 24, 0.4, 1, 3.0))),
    territories=(("", Change(22, 20, 0.55, 4, 3.0)), ("centre", Change(18, 12, 0.45, 3, 2.0))),
    blocks=(("communal", HEATING), ("roads", Change(16, 24, 0.4, 1, 3.0))),
    days=tuple((PERIOD.first + n * DAY, 4 + n) for n in range(7)),
    growths=(GROWTH,),
    execution=executed(MEASURES, SINCE, UNTIL, "Europe/Moscow"),
    cases=CASES,
    earlier=EARLIER,
    conflicts=conflicts(CASES, SINCE, UNTIL),
    forecast=(ENTRY,),
    campaigns=(CAMPAIGN,),
    storms={8: 31},
)


def plain(text: str) -> str:
    """No-break spaces as plain ones."""
    return text.replace("\u00a0", " ")
