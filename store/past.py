"""What was routed before, for a dry run of rules. Nobody's name, no author: a card, its text, its block."""

from sqlalchemy import Connection, exists, select

from core.flags import Decision
from core.incidents import Status
from core.labels import Theme
from core.routing import Matter, Past
from core.scope import Scope
from store.flags import seen_by
from store.rows import assessment_of
from store.tables import assessments, flags, incident_posts, reviews, steps, versions

LATER = reviews.alias("later")


class PastTable:
    """Fulfils `core.ports.Routed`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def routed(self, scope: Scope, limit: int) -> list[Past]:
        """The last cards of the scope, newest first. A person decided on a block by sending its incident there, else by
        confirming or correcting its card."""
        agreed = (Decision.CONFIRM, Decision.CORRECT)
        undone = exists().where(
            LATER.c.flag_id == reviews.c.flag_id, LATER.c.id > reviews.c.id, LATER.c.decision == Decision.UNDO
        )
        decided = exists().where(reviews.c.flag_id == flags.c.id, reviews.c.decision.in_(agreed), ~undone)
        query = (
            select(
                *(flags.c[name] for name in ("id", "post_id", "theme", "block", "territory", "level")),
                assessments.c.body,
                assessments.c.model,
                assessments.c.kind,
                assessments.c.theme.label("said_theme"),
                versions.c.text,
                decided.label("by_person"),
            )
            .join(versions, versions.c.id == flags.c.version_id)
            .join(assessments, assessments.c.id == flags.c.assessment_id)
            .where(*seen_by(scope))
            .order_by(flags.c.id.desc())
            .limit(limit)
        )
        sent = self._sent(scope)
        return [_past(row, sent.get(row["post_id"], "")) for row in self._connection.execute(query).mappings()]

    def _sent(self, scope: Scope) -> dict[int, str]:
        """Post id -> the block to which a person sent its incident last."""
        query = (
            select(incident_posts.c.post_id, steps.c.detail)
            .join(steps, steps.c.incident_id == incident_posts.c.incident_id)
            .where(steps.c.profile_id == scope.profile, steps.c.action == "move", steps.c.after == Status.ROUTED)
            .order_by(steps.c.id)
        )
        found = self._connection.execute(query)
        return {post_id: str(detail["block"]) for post_id, detail in found if detail.get("block")}


def _past(row: object, sent: str) -> Past:
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
    return Past(int(str(known["id"])), matter, sent or str(known["block"]), bool(sent or known["by_person"]))
