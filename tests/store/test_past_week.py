"""A note of a past week tells nothing that came after it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core import usecases
from core.campaigns import Campaign, Task
from core.labels import Theme
from core.periods import Period
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
