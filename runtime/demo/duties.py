"""What the centre keeps besides incidents, for the demo: registers, road maps, measures, official pages, plans.

Days are those of the recording's month (`profiles/demo/README.md`); `Kept` moves them as the recording was moved.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core import usecases
from core.indicators import Figure, Inquiry
from core.labels import Theme
from core.measures import Measure, Origin, State
from core.pages import Level, Page, Sample
from core.ports import Work
from core.posts import Platform, SourceKey
from core.registers import Entry, Kind, Task, TaskState, in_state
from core.roadmaps import RoadMap
from core.usecases.indicators import add_inquiry, answer_inquiry, put_figure
from core.usecases.roadmaps import add_roadmap
from runtime.demo.dating import moved
from runtime.demo.entries import ENTRIES
from runtime.demo.plans import INQUIRIES, PLANS, SAMPLES
from runtime.demo.projects import PROJECTS
from runtime.demo.records import Done, Kept
from runtime.demo.tasks import MEETING, TASKS
from runtime.wiring import House

NOON = time(9, tzinfo=UTC)
OFFICIAL = SourceKey(Platform.VK, "yasnobor_adm")


def keep(house: House, shift: timedelta) -> None:
    """All of it, in one transaction."""
    with house.store.begin() as work:
        kept = _Kept(house, work, shift)
        kept.pages()
        kept.registers()
        kept.meetings()
        kept.projects()
        kept.figures()
        usecases.gather(work, house.scope, house.profile, house.clock.now())


@dataclass(frozen=True, slots=True)
class _Kept:
    house: House
    work: Work
    shift: timedelta

    def day(self, recorded: date) -> date:
        """A day of the recording, moved."""
        return recorded + self.shift

    def told(self, text: str, recorded: date) -> str:
        """Words of a recorded day, with the days that they name moved."""
        return moved(text, recorded, self.shift)

    def noon(self, recorded: date) -> datetime:
        """Its noon."""
        return datetime.combine(self.day(recorded), NOON)

    def pages(self) -> None:
        """The official page, and what it was obliged to place."""
        work, scope, now = self.work, self.house.scope, self.house.clock.now()
        page = Page(OFFICIAL, "Администрация Ясноборского округа", "general", mark=True, widgets=1, design=80)
        usecases.keep_page(work, scope, self.house.profile, page, now)
        for each in SAMPLES:
            sample = Sample(
                *(Level(each.level), each.title, self.day(each.starts), self.day(each.ends)),
                *(self.told(each.text, each.starts), each.tag),
            )
            usecases.keep_sample(work, scope, sample, now)

    def registers(self) -> None:
        """Votes, lines, the content plan, recommendations, practices, training."""
        for each in ENTRIES:
            days = {name: self.day(found).isoformat() for name, found in each.days.items()}
            words = {name: self.told(said, each.day) for name, said in each.body.items() if isinstance(said, str)}
            body = {**each.body, **words, **days}
            if each.kind is Kind.VOTE and each.state != "open":
                self.voted(each, body)
            else:
                self.enter(each.kind, each.title, each.day, each.state, body)

    def voted(self, each: Kept, body: dict[str, str | int]) -> None:
        """A vote that has ended: it was open until then."""
        at = self.noon(each.day)
        begun = in_state(Entry(each.kind, each.title, self.day(each.day), at, at, each.state, body), "open")
        work, scope = self.work, self.house.scope
        kept = usecases.enter(work, scope, begun, at)
        usecases.change_entry(
            work, scope, kept.id, kept.revision, self.noon(each.days["ends"]), body=body, state=each.state
        )

    def enter(self, kind: Kind, title: str, day: date, state: str, body: dict[str, str | int]) -> Entry:
        """One entry."""
        at = self.noon(day)
        entry = Entry(kind, title, self.day(day), at, at, state, body)
        return usecases.enter(self.work, self.house.scope, entry, min(at, self.house.clock.now()))

    def meetings(self) -> None:
        """One that was held, with its tasks; the agenda of the next from the week's figures."""
        work, scope, profile = self.work, self.house.scope, self.house.profile
        held = self.enter(Kind.MEETING, MEETING.title, MEETING.day, MEETING.state, dict(MEETING.body))
        for each in TASKS:
            at = self.noon(MEETING.day)
            task = Task(each.what, each.block, each.position, self.day(each.due))
            given = usecases.give_task(work, scope, profile, held.id, task, at)
            usecases.set_entry_task(work, scope, held.id, given.id, TaskState.SENT, at)
            if each.done:
                usecases.set_entry_task(
                    work, scope, held.id, given.id, TaskState.DONE, self.noon(each.done.day), each.done.proof
                )
        now = self.house.clock.now()
        points = "\n".join(usecases.draft_agenda(work, scope, profile, now))
        body: dict[str, str | int] = {"form": "очная", "place": "зал заседаний администрации", "agenda": points}
        self.enter(Kind.MEETING, "Очередное заседание МЦУ", date(2026, 11, 24), "planned", body)

    def projects(self) -> None:
        """Road maps with their measures."""
        for each in PROJECTS:
            begun = self.noon(each.starts)
            wanted = RoadMap(
                *(0, each.title, Theme(each.theme), self.day(each.starts), self.day(each.ends), begun),
                cause=self.told(each.cause, each.starts),
                territory=each.territory,
            )
            card = add_roadmap(self.work, self.house.scope, self.house.profile, wanted, begun)
            for task in each.measures:
                measure = Measure(
                    *(0, task.what, task.block, begun, task.position, self.day(task.due), Origin.ROADMAP),
                    roadmap_id=card.id,
                )
                self.measure(measure, begun, task.done)

    def measure(self, wanted: Measure, begun: datetime, done: Done | None) -> None:
        """A measure, executed if it was."""
        work, scope = self.work, self.house.scope
        kept = usecases.add_measure(work, scope, self.house.profile, wanted, begun)
        if done:
            usecases.move_measure(work, scope, kept.id, kept.revision, State.DONE, done.proof, self.noon(done.day))

    def figures(self) -> None:
        """Plans of the year, and what the ЦУР asked for."""
        work, scope, now = self.work, self.house.scope, self.house.clock.now()
        here = self.day(date(2026, 11, 20))
        for code, plan in PLANS:
            for month in (0, here.month):
                put_figure(work, scope, Figure(code, here.year, month, plan), now)
        put_figure(work, scope, Figure("training", here.year, here.month, None, 12), now)
        put_figure(work, scope, Figure("training", here.year, 0, None, 31), now)
        for each in INQUIRIES:
            asked = Inquiry(
                0, self.told(each.what, each.received), self.day(each.received), self.day(each.due), each.number
            )
            kept = add_inquiry(work, scope, asked, self.noon(each.received))
            if each.done:
                at = self.noon(each.done.day)
                answer_inquiry(work, scope, self.house.profile, kept.id, kept.revision, each.done.proof, at)
