"""Making reports, and people's texts in them: made again, a report has new figures and keeps what people wrote."""

import hashlib
from dataclasses import replace
from datetime import datetime

from core.errors import BadInput, Denied, NotFound, Outdated
from core.papers import Edit, Report, Section
from core.ports import Ledger, Papers, Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.measures import gather
from core.usecases.weekly import TOLD_OF, Reading, facts
from core.weekly import Ordered

LONGEST = 20_000


def order_of(asked: Ordered) -> dict[str, object]:
    """What was asked for, as JSON."""
    period = asked.period
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "blocks": list(asked.blocks),
        "themes": list(map(str, asked.themes)),
        "systems": list(map(str, asked.systems)),
        "territories": list(asked.territories),
    }


def make_report(
    ledger: Ledger, scope: Scope, profile: Profile, reading: Reading, papers: Papers, asked: Ordered, now: datetime
) -> Report:
    """Make the note of a period, or make it again: figures are new, people's texts stay. Whoever sees only some blocks
    makes none, nor does whoever may not read all that the note tells of: what is kept would be shown to all. Reading
    and writing of sentences hold no writing transaction. Raises Denied."""
    scope.demand(Right.WORK_REPORTS, *TOLD_OF)
    if scope.blocks is not None or scope.territories is not None:
        raise Denied("отчёты составляет тот, кому видны все блоки и территории")
    with ledger.begin() as work:
        gather(work, scope, profile, now)
    with ledger.read() as work:
        found = facts(work, scope, profile, reading, asked, now)
    made = Report(asked.key, order_of(asked), now, scope.who, papers.note(found))
    with ledger.begin() as work:
        return _kept(work, scope, made, now)


def _kept(work: Work, scope: Scope, made: Report, now: datetime) -> Report:
    known = work.reports.keyed(scope, made.key)
    if known is None:
        kept = work.reports.add(scope, made)
    else:
        kept = work.reports.save(scope, replace(made, id=known.id, edits=known.edits, revision=known.revision))
    work.journal.write(scope, "report.make", str(kept.id), {"key": kept.key}, now)
    return kept


def mark(section: Section) -> str:
    """A short mark of a section's own text."""
    return hashlib.sha256("\n".join(section.text).encode()).hexdigest()[:12]


def stale(report: Report, section: Section) -> bool:
    """Whether a person's text was put over another text than the section has now."""
    edit = report.edits.get(section.code)
    return edit is not None and edit.over != mark(section)


def edit_report(
    work: Work, scope: Scope, report_id: int, revision: int, code: str, text: str | None, at: datetime
) -> Report:
    """Put a person's text in a section's place, or take it away (None). Raises NotFound, Outdated, BadInput."""
    scope.demand(Right.WORK_REPORTS)
    found = work.reports.get(scope, report_id)
    if found.revision != revision:
        raise Outdated(f"отчёт {found.id} изменился: у вас версия {revision}, сейчас {found.revision}")
    section = found.paper.section(code)
    if section is None:
        raise NotFound(f"в отчёте {found.id} нет раздела «{code}»")
    if text is not None and len(text) > LONGEST:
        raise BadInput(f"поле «text»: не больше {LONGEST} знаков")
    edits = {name: each for name, each in found.edits.items() if name != code}
    if text is not None:
        edits[code] = Edit(text.strip(), scope.who, at, mark(section))
    kept = work.reports.save(scope, replace(found, edits=edits))
    work.journal.write(scope, "report.edit", str(found.id), {"section": code, "own": text is not None}, at)
    return kept
