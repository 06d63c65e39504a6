"""A note of a past week tells nothing that came after it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core import usecases
from core.campaigns import Campaign, Task
from core.labels import Theme
from core.periods import Period
from core.registers import Entry, Kind
from core.scope import Scope
from core.usecases import Reading
from core.weekly import Ordered
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, post
from tests.store.test_campaigns import PROFILE
from tests.store.test_incidents import take

PERIOD = Period(date(2026, 11, 9), date(2026, 11, 15), "Europe/Moscow")
WORDS = Reading(PROFILE.calendar, lambda text: frozenset(text.split()), str)
TOLD = datetime(2026, 11, 12, 9, tzinfo=NOW.tzinfo)
"""Within the week; `NOW` is five days after it."""


def test_a_task_of_a_campaign_that_was_done_later_is_not_done_yet(store: Store, scope: Scope) -> None:
    tasks = (
        Task("раздать памятки", done_at=TOLD, done_by="анна"),
        Task("проверить посты", done_at=NOW, done_by="анна"),
    )
    first = Campaign(0, "Тонкий лёд", Theme.SAFETY, PERIOD.first, PERIOD.last, TOLD, TOLD, tasks=tasks)
    with store.begin() as work:
        work.campaigns.add(scope, first)
        work.campaigns.add(scope, replace(first, title="Позже", made_at=NOW, moved_at=NOW))
    with store.read() as work:
        (found,) = usecases.facts(work, scope, PROFILE, WORDS, Ordered(PERIOD), NOW).campaigns
    assert found.title == "Тонкий лёд"
    assert [task.done_at for task in found.tasks] == [TOLD, None]


def test_posts_of_an_incident_are_counted_until_a_moment(store: Store, scope: Scope) -> None:
    text = "яма на Заречной у дома 5, машины бьют колёса третий день"
    take(store, scope, post(1, text, published=DAY), post(2, text, published=DAY + timedelta(hours=5)))
    with store.read() as work:
        (held,) = {*work.incidents.holding(scope, [1, 2]).values()}
        assert work.incidents.sizes(scope, [held]) == {held: 2}
        assert work.incidents.sizes(scope, [held, 99], DAY + timedelta(hours=1)) == {held: 1, 99: 0}


def test_a_vote_that_was_decided_later_still_goes_on_and_one_entered_on_monday_is_told(
    store: Store, scope: Scope
) -> None:
    asked: dict[str, str | int] = {"question": "До какого часа открывать каток?", "ends": "2026-11-19"}
    said: dict[str, str | int] = {"voters": 40, "results": "до 22 — 40", "decision": "открывать до 22"}
    monday = datetime(2026, 11, 16, 9, tzinfo=NOW.tzinfo)
    with store.begin() as work:
        vote = Entry(Kind.VOTE, "Каток", date(2026, 11, 12), TOLD, TOLD, "open", asked)
        kept = usecases.enter(work, scope, vote, TOLD)
        usecases.change_entry(work, scope, kept.id, kept.revision, NOW, body=said, state="decided")
        line = replace(vote, title="Двор", state="decided", body=asked | said | {"ends": "2026-11-13"})
        usecases.enter(work, scope, line, monday)
        early = replace(line, title="Парк", body=asked | said | {"ends": "2026-11-17"})
        usecases.enter(work, scope, early, monday)
    with store.read() as work:
        found = usecases.facts(work, scope, PROFILE, WORDS, Ordered(PERIOD), NOW).registers
    assert {each.title: (each.state, each.text("decision")) for each in found} == {
        "Каток": ("open", ""),
        "Двор": ("decided", "открывать до 22"),
        "Парк": ("open", ""),
    }
