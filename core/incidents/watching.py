"""When «отработан» is proposed (decree 000, Порядок, п. 2): silence and a calm reaction after the answer, for a person
to confirm. The reasons why it is not yet are told as well."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.incidents.records import Incident, Ready, Status, Step
from core.profile.duties import Windows
from core.reaction import Tally
from core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of a watched incident: when it was answered, what its newest post is, the reaction since then, and
    which of its sources are not read (silence of these says nothing)."""

    answered_at: datetime | None
    newest_at: datetime | None
    after: Tally
    deaf: tuple[str, ...] = ()

    @property
    def quiet_since(self) -> datetime | None:
        """The later of answer and newest post."""
        return max((each for each in (self.answered_at, self.newest_at) if each), default=None)


def answered_at(incident: Incident) -> datetime | None:
    """When the newest final answer was given; that of one reopened since then does not count."""
    moments = [answer.at for answer in incident.answers if answer.final and answer.at]
    return max(moments, default=None)


def obstacles(watch: Watch, windows: Windows, at: datetime) -> tuple[Reason, ...]:
    """Why «отработан» is not proposed at a moment; nothing: it is."""
    since = watch.quiet_since
    found = [Reason("source_deaf", 0, {"source": source}) for source in watch.deaf]
    if watch.answered_at is None or since is None:
        return (*found, Reason("no_answer"))
    left = windows.watch - (at - since)
    if left > timedelta(0):
        found.append(Reason("not_quiet", 0, {"hours": -(-left // timedelta(hours=1))}))
    share = watch.after.share
    if share is not None and share >= windows.negative:
        found.append(Reason("negative_share", round(share, 2), {"share": round(share, 2), "most": windows.negative}))
    return tuple(found)


def proposed(
    incident: Incident, watch: Watch, windows: Windows, who: str, at: datetime
) -> tuple[Incident, Step] | None:
    """The incident with the proposal made or withdrawn, and the line of its history; None where nothing changes."""
    if incident.status is not Status.WATCHED or incident.merged_into is not None:
        return None
    free = not obstacles(watch, windows, at)
    if free is (incident.ready is not None):
        return None
    after, since = watch.after, watch.quiet_since
    ready = Ready(at, since or at, after.total, after.negative, windows.watch, windows.negative) if free else None
    told = {"total": after.total, "negative": after.negative, "most": windows.negative}
    name = "propose" if free else "withdraw"
    after_ = Status.WORKED_OFF if free else ""
    return replace(incident, ready=ready), Step(at, who, name, incident.status, after_, "", told, incident.id)
