"""What was routed before, for a dry run of rules. Nobody's name, no author: a card, its text, its block."""

from sqlalchemy import Connection, exists, select

from core.flags import Decision
from core.labels import Theme
from core.routing import Matter, Past
from core.scope import Scope
from store.rows import assessment_of
from store.tables import assessments, flags, reviews, versions

LATER = reviews.alias("later")


class PastTable:
    """Fulfils `core.ports.Routed`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def routed(self, scope: Scope, limit: int) -> list[Past]:
        """The last cards, newest first. A person decided on a block by confirming or correcting its card."""
        agreed = (Decision.CONFIRM, Decision.CORRECT)
        undone = exists().where(
            LATER.c.flag_id == reviews.c.flag_id, LATER.c.id > reviews.c.id, LATER.c.decision == Decision.UNDO
        )
        decided = exists().where(reviews.c.flag_id == flags.c.id, reviews.c.decision.in_(agreed), ~undone)
        query = (
            select(
                *(flags.c[name] for name in ("id", "theme", "block", "territory", "level")),
                assessments.c.body,
                assessments.c.model,
                assessments.c.kind,
                assessments.c.theme.label("said_theme"),
                versions.c.text,
                decided.label("by_person"),
            )
            .join(versions, versions.c.id == flags.c.version_id)
            .join(assessments, assessments.c.id == flags.c.assessment_id)
            .where(flags.c.profile_id == scope.profile)
            .order_by(flags.c.id.desc())
            .limit(limit)
        )
        return [_past(row) for row in self._connection.execute(query).mappings()]


def _past(row: object) -> Past:
    known: dict[str, object] = dict(row)  # type: ignore[call-overload]  # a row's mapping
    said = assessment_of(known | {"theme": known["said_theme"]})
    places = " ".join(place.text for place in said.places)
    matter = Matter(
        theme=Theme(str(known["theme"])),
        place=places,
        territory=str(known["territory"]),
        text=str(known["text"]),
        level=str(known["level"]),
    )
    return Past(int(str(known["id"])), matter, str(known["block"]), bool(known["by_person"]))
