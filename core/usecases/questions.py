"""Questions whether two incidents are one matter: answered by a person, and asked again where the answer was a slip."""

from dataclasses import replace
from datetime import datetime

from core.errors import Conflict
from core.incidents import Answered, Incident, Step
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.desk import joined


def decide(
    work: Work, scope: Scope, profile: Profile, proposal_id: int, accept: bool, at: datetime, reason: str = ""
) -> Incident:
    """Say whether two incidents are one matter: yes merges them, no keeps them apart for good. Raises Conflict."""
    scope.demand(Right.WORK_INCIDENTS)
    asked = work.proposals.get(scope, proposal_id)
    if asked.status is not Answered.OPEN:
        raise Conflict(f"на предложение {asked.id} уже ответили")
    status = Answered.ACCEPTED if accept else Answered.DECLINED
    work.proposals.save(scope, replace(asked, status=status, decided_by=scope.who, decided_at=at))
    one, other = (work.incidents.get(scope, each) for each in (asked.incident_id, asked.other_id))
    if accept:
        return joined(work, scope, profile, one, other, at, reason)
    pairs = [(post, other.id) for post in one.post_ids] + [(post, one.id) for post in other.post_ids]
    # An undone merge and a split keep apart for good, a "no" only until it is taken back.
    work.proposals.keep_apart(scope, pairs, at, lightly=True)
    told = Step(at, scope.who, "apart", "", str(other.id), reason.strip(), {"proposal": asked.id}, one.id)
    work.incidents.record(scope, [told])
    return one


def ask_again(work: Work, scope: Scope, proposal_id: int, at: datetime) -> Incident:
    """Take back a "no": all is as it was before it. The question is open again, and what it alone kept apart may come
    together; what an undone merge or a split keeps apart stays so, whichever came first. Raises Conflict where there
    was no "no", or where one of the two has gone over to another since."""
    scope.demand(Right.WORK_INCIDENTS)
    asked = work.proposals.get(scope, proposal_id)
    if asked.status is not Answered.DECLINED or asked.decided_at is None:
        raise Conflict(f"на предложение {asked.id} не отвечали «нет»")
    one, other = (work.incidents.get(scope, each) for each in (asked.incident_id, asked.other_id))
    for each in (one, other):
        if each.merged_into is not None:
            raise Conflict(f"инцидент {each.id} с тех пор присоединён к инциденту {each.merged_into}")
    work.proposals.let_together(scope, (one.id, other.id), asked.decided_at)
    work.proposals.save(scope, replace(asked, status=Answered.OPEN, decided_by="", decided_at=None))
    told = Step(at, scope.who, "unapart", str(other.id), "", "", {"proposal": asked.id}, one.id)
    work.incidents.record(scope, [told])
    return one
