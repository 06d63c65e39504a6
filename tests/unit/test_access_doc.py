"""The administrators' guide shows the table of roles that is in force, and the security document what is shown."""

from pathlib import Path

from core.roles import MATRIX, REACH_TITLES
from core.scope import RIGHT_TITLES

DOCS = Path(__file__).parents[2] / "docs"


def line(role: str) -> str:
    row = next(row for each, row in MATRIX.items() if each == role)
    rights = ", ".join(title for right, title in RIGHT_TITLES.items() if right in row.rights)
    return f"| {row.title} | `{role}` | {REACH_TITLES[row.reach]} | {rights} | {row.source} |"


def test_the_guide_shows_the_table_that_is_in_force() -> None:
    text = (DOCS / "ru" / "доступ.md").read_text(encoding="utf-8")
    shown = [each for each in text.splitlines() if each.count(" | ") == 4 and "| `" in each]
    assert shown == [line(role) for role in MATRIX]


def test_every_limit_of_the_door_is_told() -> None:
    from core.attempts import LIMITS, Counted
    from core.passwords import SHORTEST

    text = " ".join((DOCS / "ru" / "доступ.md").read_text(encoding="utf-8").split())
    pair, address, account = (LIMITS[kind] for kind in (Counted.PAIR, Counted.ADDRESS, Counted.ACCOUNT))
    assert f"После {pair.most} неудач с одного адреса" in text
    assert f"не больше {pair.longest.seconds // 60} минут" in text
    assert f"после {address.most} неудач за {address.within.seconds // 60} минут" in text
    assert f"после {account.most} неудач за час" in text
    assert f"не короче {SHORTEST} знаков" in text
