"""Addresses of flats that an earlier version kept are cut at their house: on cards, in incidents, in alerts.

Revision ID: 0021
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.houses import up_to_house
from store.tables.columns import Json

revision = "0021"
down_revision = "0019"

ROWS = 1_000
FLATS = ("кв", "квартира")
BEFORE = (*FLATS, "номер")
NUMBER = re.compile(r"\d+")

ASSESSMENTS = sa.table("assessments", *map(sa.column, ("id", "post_id", "place")), sa.column("body", Json))
FLAGS = sa.table("flags", *map(sa.column, ("post_id", "assessment_id", "place")))
INCIDENTS = sa.table("incidents", *map(sa.column, ("id", "place", "place_key")))
ALERTS = sa.table("alerts", sa.column("id"), sa.column("body", Json))
Row = Mapping[str, Any]


def upgrade() -> None:
    """Cut them. Rows without a flat are read and left as they are."""
    _each(INCIDENTS, INCIDENTS.c.place != "", _incident)
    _each(ASSESSMENTS, ASSESSMENTS.c.place != "", _assessment, _cards)
    _each(ALERTS, sa.true(), _alert)


def downgrade() -> None:
    """What was cut does not come back."""


def _each(
    table: sa.TableClause,
    which: sa.ColumnElement[bool],
    cut: Callable[[Row], Row],
    also: Callable[[Sequence[tuple[Row, Row]]], None] = lambda changed: None,
) -> None:
    """Write what `cut` makes another, so many rows at a time, in the order of their numbers."""
    last = 0
    while True:
        query = sa.select(table).where(table.c.id > last, which).order_by(table.c.id).limit(ROWS)
        found = op.get_bind().execute(query).mappings().all()
        changed = [(row, new) for row in found if not (new := cut(row)).items() <= dict(row).items()]
        if changed:
            change = sa.update(table).where(table.c.id == sa.bindparam("b_id"))
            named = change.values({name: sa.bindparam(f"b_{name}", type_=table.c[name].type) for name in changed[0][1]})
            _run(named, [{"id": row["id"], **new} for row, new in changed])
            also(changed)
        if len(found) < ROWS:
            return
        last = found[-1]["id"]


def _run(change: sa.Update, rows: Sequence[Row]) -> None:
    op.get_bind().execute(change, [{f"b_{name}": value for name, value in row.items()} for row in rows])


def _incident(row: Row) -> Row:
    kept = up_to_house(row["place"])
    return {"place": kept, "place_key": _line(row["place_key"], row["place"], kept)}


def _assessment(row: Row) -> Row:
    return {"place": _of_best(row["place"], row["body"]), "body": _housed(row["body"])}


def _alert(row: Row) -> Row:
    place = row["body"].get("place") if isinstance(row["body"], dict) else None
    return {"body": row["body"] | {"place": up_to_house(place)} if isinstance(place, str) else row["body"]}


def _cards(changed: Sequence[tuple[Row, Row]]) -> None:
    """The card of an assessment names its place. Cards are found by their post: that column has an index."""
    of = FLAGS.c
    own = of.post_id == sa.bindparam("b_post"), of.assessment_id == sa.bindparam("b_id")
    change = sa.update(FLAGS).where(*own, of.place == sa.bindparam("b_old")).values(place=sa.bindparam("b_place"))
    _run(
        change,
        [{"post": row["post_id"], "id": row["id"], "old": row["place"], "place": new["place"]} for row, new in changed],
    )


def _places(body: object) -> Sequence[Any]:
    """`[text, start, end, confidence]` of each place of an assessment."""
    found = body.get("places", ()) if isinstance(body, dict) else ()
    return found if isinstance(found, list) else ()


def _housed(body: Any) -> Any:
    """The body with its places up to their houses."""
    cut = [_cut(*place) for place in _places(body)]
    return body | {"places": cut} if cut else body


def _cut(written: str, start: int, end: int, sure: float) -> list[Any]:
    kept = up_to_house(written)
    return [kept, start, end if kept == written else start + len(kept), sure]


def _of_best(line: str, body: object) -> str:
    """The line of lemmas of the surest place, without its flat."""
    best = max(_places(body), key=lambda place: float(place[3]), default=None)
    return _line(line, best[0], up_to_house(best[0])) if best else line


def _line(line: str, written: str, kept: str) -> str:
    """The lemmas of an address that ends at its house now. The dictionary is not asked again: what was cut begins with
    the flat's number and the words before it, or with these words alone where a mask took the number."""
    number = NUMBER.search(written[len(kept) :])
    if number is None:
        return line
    words = line.split()
    at = [place for place, word in enumerate(words) if word == number[0]]
    if len(at) <= NUMBER.findall(kept).count(number[0]):
        at = [place + 1 for place, word in enumerate(words) if word in FLATS]
    begun = at[-1] if at else len(words)
    while at and begun and words[begun - 1] in BEFORE:
        begun -= 1
    return " ".join(words[:begun])
