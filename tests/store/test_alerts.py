"""From steps to messages through the outbox, on both databases: nothing lost, nothing doubled."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

import profiles
from core import usecases
from core.alerts import (
    Alert,
    AlertQuery,
    Delivery,
    DeliveryState,
    Flood,
    Letter,
    News,
    Unsure,
    Voice,
    Way,
    campaign_alert,
    clock_alert,
)
from core.campaigns import Notice, NoticeKind
from core.deadlines import Event, Happening
from core.deadlines import Kind as Clock
from core.errors import Conflict, Denied, NotFound, Poison, Transient
from core.incidents import Answer, Incident, Move, Nature, Status, Step
from core.incidents.opening import opening_step
from core.labels import Theme
from core.learning.drift import Seen, cells
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.risk import Level
from core.scope import Scope, system
from core.usecases import Outgoing, Post
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.store.test_incidents import Model

PROFILE = profiles.read(profiles.path_of("standard"))
MINUTE = timedelta(minutes=1)
ROUTES: Mapping[str, Mapping[Way, list[str]]] = {
    "chat": {Way.TELEGRAM: ["-1001"]},
    "head": {Way.EMAIL: ["head@example.test"], Way.WEBHOOK: ["http://hook.test/"]},
}


class Died(BaseException):
    """kill -9: nobody catches it."""


@dataclass
class Out:
    """A channel that keeps what arrives; `says` are raised in the place of the next answers, `dies` after so many
    letters arrived."""

    came: list[Letter] = field(default_factory=list)
    says: list[Exception] = field(default_factory=list)
    dies: int | None = None

    def send(self, letter: Letter) -> str:
        if self.says and not isinstance(self.says[0], Unsure):
            raise self.says.pop(0)
        self.came.append(letter)
        if self.says:
            raise self.says.pop(0)
        if self.dies is not None and len(self.came) >= self.dies:
            self.dies = None
            raise Died
        return f"m{len(self.came)}"


class Looking(Out):
    """One in which it can be looked whether a letter arrived, in all chats but private ones."""

    def sees(self, letter: Letter) -> bool:
        return not letter.address.startswith("user:")

    def find(self, letter: Letter) -> str | None:
        return next((f"m{place}" for place, each in enumerate(self.came, 1) if each.key == letter.key), None)


@dataclass
class Centre:
    """An installation with its channels and its clock."""

    store: Store
    scope: Scope = field(default_factory=lambda: system(PROFILE.code))
    out: dict[Way, Out] = field(default_factory=lambda: {each: Out() for each in Way})
    at: datetime = NOW
    routes: Mapping[str, Mapping[Way, list[str]]] = field(default_factory=lambda: ROUTES)
    flood: Flood = field(default_factory=lambda: Flood(3, 10 * MINUTE))
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> datetime:
        return self.at

    def key(self) -> str:
        return f"key{next(self.keys)}"

    def open(self, level: Level = Level.HIGH, **fields: object) -> Incident:
        made = Incident(
            0, Nature.RISK, Status.FOUND, Theme.HOUSING, self.at, self.at, level=level, title="Нет тепла",
            block="housing", latest_at=self.at,
        )  # fmt: skip
        with self.store.begin() as work:
            kept = work.incidents.add(self.scope, replace(made, **fields))  # type: ignore[arg-type]
            work.incidents.record(self.scope, [opening_step(kept, "system", self.at)])
        return kept

    def step(self, incident: Incident, action: str, before: str = "", after: str = "") -> None:
        with self.store.begin() as work:
            told = Step(self.at, "system", action, before, after, incident_id=incident.id)
            work.incidents.record(self.scope, [told])

    def prepare(self) -> None:
        post = Post(self.routes, self.key)
        while usecases.derive(self.store, self.scope, PROFILE):
            pass
        usecases.address(self.store, self.scope, PROFILE, post, self.at)
        usecases.escalate(self.store, self.scope, PROFILE, post, self.at)

    def send(self, *channels: Way) -> list[DeliveryState]:
        return [state for channel in channels or tuple(Way) for state in self._sent(channel)]

    def _sent(self, channel: Way) -> Iterator[DeliveryState]:
        way = Outgoing(self.out[channel], Voice(str), self, lambda: 0.0)
        for number in usecases.ready(self.store, self.scope, PROFILE, channel, self.flood, self.key, self.at):
            yield usecases.deliver(self.store, self.scope, number, way)

    def tick(self, later: timedelta = timedelta(0)) -> list[DeliveryState]:
        self.at += later
        self.prepare()
        return self.send()

    def alerts(self, **asked: object) -> list[Alert]:
        with self.store.read() as work:
            return list(work.alerts.find(self.scope, AlertQuery(**asked)).alerts)  # type: ignore[arg-type]

    def deliveries(self) -> list[Delivery]:
        with self.store.read() as work:
            page = work.alerts.find(self.scope, AlertQuery(limit=200))
        return sorted((each for found in page.deliveries.values() for each in found), key=lambda each: each.id)

    def one(self, channel: Way) -> Delivery:
        (found,) = [each for each in self.deliveries() if each.channel is channel]
        return found

    def came(self) -> dict[Way, int]:
        return {channel: len(out.came) for channel, out in self.out.items() if out.came}


@pytest.fixture
def centre(store: Store) -> Centre:
    return Centre(store)


def test_a_found_risk_goes_to_the_chat_and_to_whom_the_profile_names_once(centre: Centre) -> None:
    centre.open()
    assert centre.tick() == [DeliveryState.SENT] * 3
    assert centre.tick(MINUTE) == centre.tick(MINUTE) == []
    assert centre.came() == {Way.TELEGRAM: 1, Way.EMAIL: 1, Way.WEBHOOK: 1}
    (told,) = centre.alerts()
    assert (told.kind, told.missing, told.addressed) == (News.FOUND, ("curator", "block"), True)
    assert all(each.tries == 1 and each.sent_at == NOW for each in centre.deliveries())


def test_steps_that_are_looked_at_twice_are_told_once(centre: Centre) -> None:
    centre.open()
    usecases.derive(centre.store, centre.scope, PROFILE)
    with centre.store.begin() as work:
        work.alerts.move_cursor(centre.scope, 0)
    centre.prepare()
    assert len(centre.alerts()) == 1
    assert len({each.key for each in centre.deliveries()}) == 3


def test_a_derivation_that_dies_leaves_cursor_and_alerts_as_they_were(centre: Centre) -> None:
    centre.open()
    with pytest.raises(Died), centre.store.begin() as work:  # noqa: PT012
        steps = work.incidents.events(centre.scope, work.alerts.hold_cursor(centre.scope), 100)
        work.alerts.put(centre.scope, [Alert(News.FOUND, f"step:{steps[-1].id}", NOW)])
        work.alerts.move_cursor(centre.scope, steps[-1].id)
        raise Died
    assert centre.alerts() == []
    centre.tick()
    assert len(centre.alerts()) == 1


@pytest.mark.parametrize("channel", [Way.TELEGRAM, Way.WEBHOOK, Way.EMAIL, Way.MAX])
def test_a_process_that_dies_over_a_message_leaves_it_to_the_next_under_the_same_number(
    centre: Centre, channel: Way
) -> None:
    centre.routes = {"chat": {channel: ["1"]}}
    centre.out[channel] = Looking() if channel is Way.MAX else Out()
    centre.out[channel].dies = 1
    centre.open()
    centre.prepare()
    with pytest.raises(Died):
        centre.send(channel)
    assert centre.one(channel).begun_at == NOW
    assert centre.tick(MINUTE) == [DeliveryState.SENT]
    keys = [each.key for each in centre.out[channel].came]
    # MAX is asked first whether it is there; the others get it again, and the receiver knows the number.
    assert keys == (["key1"] if channel is Way.MAX else ["key1", "key1"])
    # Where the channel cannot tell, it is said that it may have come twice.
    assert centre.one(channel).doubtful is (channel is Way.EMAIL)
    assert centre.tick(MINUTE) == []


def test_a_private_message_that_cannot_be_looked_for_is_sent_again_and_doubted(centre: Centre) -> None:
    centre.routes = {"chat": {Way.MAX: ["user:1"]}}
    centre.out[Way.MAX] = Looking(dies=1)
    centre.open()
    centre.prepare()
    with pytest.raises(Died):
        centre.send(Way.MAX)
    assert centre.tick(MINUTE) == [DeliveryState.SENT]
    assert len(centre.out[Way.MAX].came) == 2
    assert centre.one(Way.MAX).doubtful


def test_a_letter_of_which_nobody_knows_is_shown_as_unconfirmed_and_sent_again(centre: Centre) -> None:
    centre.out[Way.EMAIL].says = [Unsure("связь прервалась")]
    centre.open()
    centre.tick()
    letter = centre.one(Way.EMAIL)
    assert (letter.state, letter.doubtful, letter.error) == (DeliveryState.UNCONFIRMED, True, "связь прервалась")
    assert centre.tick(MINUTE) == [DeliveryState.SENT]
    assert [each.key for each in centre.out[Way.EMAIL].came] == [letter.key] * 2
    assert centre.one(Way.EMAIL).doubtful


def test_a_dead_channel_blocks_no_other_and_gives_up_in_the_end(centre: Centre) -> None:
    centre.out[Way.WEBHOOK].says = [Transient("нет связи")] * 100
    centre.open(Level.CRITICAL)
    assert sorted(centre.tick()) == ["failed", "sent", "sent"]
    for _ in range(30):
        centre.tick(10 * MINUTE)
    dead = next(each for each in centre.deliveries() if each.channel is Way.WEBHOOK and each.rung == 0)
    assert (dead.state, dead.tries, dead.error) == (DeliveryState.DEAD, 8, "нет связи")
    with centre.store.read() as work:
        assert work.alerts.counts(centre.scope)[Way.WEBHOOK, DeliveryState.DEAD] >= 1


@pytest.mark.parametrize("error", [Denied("ключ не принят"), Poison("не понял")])
def test_what_is_refused_for_good_is_dead_at_once_and_can_be_replayed(centre: Centre, error: Exception) -> None:
    centre.out[Way.WEBHOOK].says = [error]
    centre.open()
    centre.tick()
    dead = centre.one(Way.WEBHOOK)
    assert (dead.state, dead.error) == (DeliveryState.DEAD, str(error))
    with centre.store.begin() as work:
        again = usecases.replay(work, centre.scope, PROFILE, dead.alert_id, centre.at)
    assert [each.id for each in again] == [dead.id]
    assert centre.tick(MINUTE) == [DeliveryState.SENT]
    assert [each.key for each in centre.out[Way.WEBHOOK].came] == [dead.key]


def test_only_a_webhook_that_was_sent_may_be_sent_again_and_only_by_name(centre: Centre) -> None:
    centre.open()
    centre.tick()
    hook, mail = centre.one(Way.WEBHOOK), centre.one(Way.EMAIL)
    with centre.store.begin() as work:
        for ids in (None, [mail.id]):
            with pytest.raises(Conflict, match="повторять нечего"):
                usecases.replay(work, centre.scope, PROFILE, hook.alert_id, centre.at, ids)
        with pytest.raises(NotFound):
            usecases.replay(work, centre.scope, PROFILE, hook.alert_id, centre.at, [999])
        usecases.replay(work, centre.scope, PROFILE, hook.alert_id, centre.at, [hook.id])
    assert centre.tick() == [DeliveryState.SENT]
    assert [each.key for each in centre.out[Way.WEBHOOK].came] == [hook.key] * 2


def test_a_message_that_kills_whoever_sends_it_is_dead_after_eight_times(centre: Centre) -> None:
    centre.routes = {"chat": {Way.MAX: ["1"]}}
    centre.open()
    centre.prepare()
    for _ in range(8):
        centre.out[Way.MAX].dies = 0
        with pytest.raises(Died):
            centre.send(Way.MAX)
    assert centre.send(Way.MAX) == [DeliveryState.DEAD]
    assert len(centre.out[Way.MAX].came) == 8
    assert centre.one(Way.MAX).doubtful


def test_a_flood_is_one_digest_and_its_members_share_its_fate(centre: Centre) -> None:
    centre.out[Way.TELEGRAM].says = [Transient("нет связи")]
    for _ in range(7):
        centre.open(Level.MEDIUM)
    centre.routes = {"chat": {Way.TELEGRAM: ["-1001"]}}
    assert centre.tick() == [DeliveryState.FAILED]
    assert Counter(each.state for each in centre.deliveries()) == {DeliveryState.FAILED: 8}
    assert centre.tick(MINUTE) == [DeliveryState.SENT]
    (sent,) = centre.out[Way.TELEGRAM].came
    assert sent.text.splitlines()[0] == "Сводка извещений: 7"
    assert Counter(each.state for each in centre.deliveries()) == {DeliveryState.SENT: 8}
    assert len({each.digest_id for each in centre.deliveries()}) == 2


def test_no_address_gets_more_than_its_share_and_nothing_is_lost(centre: Centre) -> None:
    centre.routes = {"chat": {Way.MAX: ["1"]}}
    when: list[datetime] = []
    for minute in range(60):
        if minute < 40:
            centre.open(Level.MEDIUM)
        before = len(centre.out[Way.MAX].came)
        centre.tick(MINUTE)
        when += [centre.at] * (len(centre.out[Way.MAX].came) - before)
    window = centre.flood.window
    assert max(sum(one <= each < one + window for each in when) for one in when) <= centre.flood.most
    told = sum(
        int(each.text.splitlines()[0].rpartition(" ")[2]) if each.text.startswith("Сводка") else 1
        for each in centre.out[Way.MAX].came
    )
    assert told == 40
    assert all(each.state is DeliveryState.SENT for each in centre.deliveries())


def test_at_night_only_what_is_urgent_goes_and_the_rest_in_the_morning(centre: Centre) -> None:
    centre.at = NOW.replace(hour=20)  # 23:00 in Moscow
    centre.open(Level.HIGH)
    centre.open(Level.CRITICAL)
    assert centre.tick() == [
        DeliveryState.SENT,
        DeliveryState.SENT,
        DeliveryState.SENT,
        DeliveryState.SENT,
    ]  # of one both webhooks
    assert centre.came() == {Way.TELEGRAM: 1, Way.EMAIL: 1, Way.WEBHOOK: 2}
    assert "критический" in centre.out[Way.TELEGRAM].came[0].text
    centre.tick(timedelta(hours=7))
    assert len(centre.out[Way.TELEGRAM].came) == 1
    centre.tick(timedelta(hours=1))
    assert len(centre.out[Way.TELEGRAM].came) == 2


def test_what_failed_in_the_evening_waits_for_the_morning_too(centre: Centre) -> None:
    centre.at = NOW.replace(hour=18, minute=59)  # 21:59 in Moscow
    centre.out[Way.EMAIL].says = [Transient("нет связи", timedelta(minutes=5))]
    centre.open(Level.MEDIUM)
    centre.tick()
    for _ in range(12):
        centre.tick(5 * MINUTE)
    assert centre.out[Way.EMAIL].came == []
    assert centre.one(Way.EMAIL).due_at == NOW.replace(day=21, hour=4, minute=0)


def test_the_ladder_is_climbed_until_somebody_takes_the_alert(centre: Centre) -> None:
    centre.routes = {**ROUTES, "curator": {Way.MAX: ["user:1"]}}
    centre.open()
    centre.tick()
    assert len(centre.out[Way.MAX].came) == 1
    centre.tick(30 * MINUTE)
    assert centre.out[Way.MAX].came[1].text.startswith("Никто не подтвердил")
    assert centre.tick(MINUTE) == []
    with centre.store.begin() as work:
        usecases.acknowledge(work, centre.scope, centre.alerts()[0].id, centre.at)
    assert centre.tick(timedelta(hours=2)) == []
    (told,) = centre.alerts()
    assert (told.taken_by, told.rung) == ("system", 1)


def test_a_receipt_confirms_the_delivery_and_takes_the_alert_with_all_that_it_carried(centre: Centre) -> None:
    for _ in range(7):
        centre.open(Level.MEDIUM)
    centre.routes = {"chat": {Way.TELEGRAM: ["-1001"]}}
    centre.tick()
    digest = next(each for each in centre.deliveries() if each.digest_id is None)
    for _ in range(2):
        with centre.store.begin() as work:
            done = usecases.confirm(work, system(PROFILE.code, ()), digest.id, centre.at)
    assert (done.state, done.acked_by, done.acked_at) == (DeliveryState.ACKNOWLEDGED, "link:chat", NOW)
    assert all(each.state is DeliveryState.ACKNOWLEDGED for each in centre.deliveries())
    assert all(each.taken_at == NOW for each in centre.alerts())


def test_a_delivery_that_is_confirmed_before_it_went_does_not_go(centre: Centre) -> None:
    centre.open()
    centre.prepare()
    mail = centre.one(Way.EMAIL)
    with centre.store.begin() as work:
        usecases.acknowledge(work, centre.scope, mail.alert_id, centre.at, mail.id)
    assert centre.send() == [DeliveryState.SENT, DeliveryState.SENT]
    assert Way.EMAIL not in centre.came()


def test_an_otrabotka_carries_the_answer_that_stands_on_its_platforms(centre: Centre) -> None:
    made = centre.open()
    centre.tick()
    with centre.store.begin() as work:
        for to in (Status.VERIFIED, Status.ANSWERED, Status.WATCHED):
            if to is Status.ANSWERED:
                given = Answer("Тепло вернут.", ("ВКонтакте",), ("https://vk.com/wall-1_2",))
                now = work.incidents.get(centre.scope, made.id)
                usecases.answer(work, centre.scope, made.id, now.revision, given, centre.at)
            now = work.incidents.get(centre.scope, made.id)
            usecases.move(work, centre.scope, PROFILE, made.id, now.revision, Move(to, "system", centre.at))
    centre.tick(MINUTE)
    letter = centre.out[Way.EMAIL].came[-1].text
    assert "Комментарий: Тепло вернут.\nПлощадки: ВКонтакте\nСсылки на публикации:\nhttps://vk.com/wall-1_2" in letter
    assert "Тепло вернут" not in centre.out[Way.TELEGRAM].came[-1].text
    assert [each.kind for each in centre.alerts()] == [News.WORKED_OFF, News.FOUND]


def test_clocks_and_campaigns_are_put_once_by_their_source(centre: Centre) -> None:
    made = centre.open()
    late = clock_alert(made, Event(Clock.REACTION, Happening.TOLD, NOW), NOW)
    days = NOW.date(), NOW.date()
    season = campaign_alert(
        Notice("season:flood:2027", NoticeKind.SEASON, "Паводок", Theme.SAFETY, NOW, *days, (), "flood")
    )
    for fresh in (2, 0):
        with centre.store.begin() as work:
            assert work.alerts.put(centre.scope, [late, season]) == fresh
    centre.tick()
    assert Counter(each.kind for each in centre.alerts()) == {News.FOUND: 1, News.CLOCK: 1, News.CAMPAIGN: 1}


def week_of(share: float, texts: int = 100) -> list[Seen]:
    roads = round(share * texts)
    return [Seen(n, "vk:wall", "roads" if n < roads else "housing", 0.9, abstained=False) for n in range(texts)]


def test_a_week_whose_texts_moved_reaches_the_chat_once_with_what_moved_and_no_text(centre: Centre) -> None:
    monday, asked = date(2026, 11, 16), timedelta(weeks=1)
    with centre.store.begin() as work:
        for back in (2, 3, 4):
            work.drifts.save(centre.scope, cells(monday - back * asked, week_of(0.1)))
        texts = tuple(post(n, "яма у дома", published=datetime(2026, 11, 18, tzinfo=UTC)) for n in range(1, 41))
        usecases.receive(work, centre.scope, SourceKey(Platform.VK, "wall"), Batch(texts, {}), centre.at)
    usecases.assess(centre.store, centre.scope, Model(), centre.at)
    for week in (0, 1):
        now = datetime(2026, 11, 24, tzinfo=UTC) + week * asked
        usecases.drift(centre.store, centre.scope, PROFILE.timezone, lambda found: [None] * len(found), now)
    centre.tick(timedelta(days=5))
    (told,) = [each for each in centre.alerts() if each.kind is News.DRIFT]
    assert (told.source, told.link) == (f"drift:{monday}", "/model")
    letter = centre.out[Way.EMAIL].came[-1].text
    assert "Тексты изменились, модель может чаще ошибаться: 16.11–22.11.2026" in letter
    assert "vk:wall, тема «Дороги», доля темы: 10 % → 100 %" in letter
    assert "Что сделать: посмотрите тексты на странице «Модель»" in letter
    assert "яма" not in letter


def test_who_is_bound_to_a_block_sees_its_alerts_only(centre: Centre) -> None:
    centre.open()
    centre.open(block="roads")
    centre.tick()
    bound = replace(centre.scope, blocks=frozenset({"roads"}))
    with centre.store.read() as work:
        (seen,) = work.alerts.find(bound, AlertQuery()).alerts
        assert seen.block == "roads"
        told = work.alerts.deliveries(bound, [seen.id])[seen.id]
        assert sum(work.alerts.counts(bound).values()) == len(told)
        assert sum(work.alerts.counts(centre.scope).values()) > len(told)
        with pytest.raises(NotFound):
            work.alerts.get(bound, next(each.id for each in centre.alerts() if each.block == "housing"))


def test_pages_of_alerts_neither_repeat_nor_skip(centre: Centre) -> None:
    for _ in range(7):
        centre.open(Level.MEDIUM)
    centre.prepare()
    seen, after = [], None
    while True:
        with centre.store.read() as work:
            page = work.alerts.find(centre.scope, AlertQuery(after=after, limit=3))
        seen += [each.id for each in page.alerts]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == page.total == 7
    assert centre.alerts(states=(DeliveryState.SENT,)) == []
    assert len(centre.alerts(channels=(Way.EMAIL,), states=(DeliveryState.WAITING,))) == 7


def test_what_was_done_with_an_alert_stands_in_the_journal(centre: Centre, rows: Callable[[str], int]) -> None:
    centre.open()
    before = rows("journal")
    centre.tick()
    with centre.store.begin() as work:
        usecases.acknowledge(work, centre.scope, centre.alerts()[0].id, centre.at)
    assert rows("journal") == before + 4
    assert rows("journal WHERE action = 'alert.sent'") == 3
    assert rows("journal WHERE action = 'alert.acknowledge'") == 1
