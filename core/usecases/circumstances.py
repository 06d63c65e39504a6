"""Between verification and answer: what is unknown, what is done and what is planned (decree 000, Порядок, п. 1)."""

from datetime import datetime

from core.errors import IllegalMove, Incomplete
from core.incidents import STATUS_TITLES, Circumstances, Incident, Step, notable
from core.ports import Work
from core.scope import Scope
from core.usecases.desk import taken


def circumstances(
    work: Work, scope: Scope, incident_id: int, revision: int, given: Circumstances, at: datetime
) -> Incident:
    """Note the circumstances of a risk: a line of its history, told to those who were told of it. Raises Incomplete
    where nothing is said, IllegalMove for a matter and before the verification."""
    found = taken(work, scope, incident_id, revision)
    if not notable(found):
        state = STATUS_TITLES[found.status]
        raise IllegalMove(f"инцидент {found.id}: обстоятельства вносят у проверенного риска, сейчас он «{state}»")
    if not given.said:
        raise Incomplete(f"инцидент {found.id}: напишите, что не известно, что сделано или что планируется", "unknown")
    saved = work.incidents.save(scope, found)
    work.incidents.record(scope, [Step(at, scope.who, "noted", reason=given.said, incident_id=found.id)])
    return saved
