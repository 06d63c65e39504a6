"""A working day on the demo: what people and the alert chat did, so that every page has something to show.

Only what a person could do by the pages is done here; texts are written for this project. Nothing is sent anywhere:
the deliveries' states are set as they come to be.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from core import usecases
from core.alerts import Delivery, DeliveryState, Routes, Way
from core.flags import Decision, FlagQuery, Review
from core.incidents import Answer, Incident, IncidentQuery, Move, Nature, Status
from core.ports import Work
from core.scope import system
from runtime.wiring import House

HOUR = timedelta(hours=1)
REVIEWED = 12
ANSWER = (
    "Управляющая компания «Яснодом» сбила наледь с кровли дома 22 по Советской, проход под карнизом огорожен. "
    "Завтра до 18:00 осмотрим крыши соседних домов. Диспетчер управляющей компании: 8 (81600) 2-12-00."
)
PROMISE = "Участок осмотрен, ремонт внесён в план. Засыплем яму щебнем до пятницы, асфальт положим весной."
FORMAL = "Ваше обращение рассмотрено. Работы будут выполнены в установленном порядке."
ADDRESSES: Routes = {
    "mayor": {Way.EMAIL: ("mayor@example.org",)},
    "crc": {Way.WEBHOOK: ("https://crc.example.org/hook",)},
    "head": {Way.TELEGRAM: ("1001",), Way.EMAIL: ("head@example.org",)},
    "curator": {Way.MAX: ("2002",)},
    "chat": {Way.MAX: ("3003",)},
}
STATES: tuple[tuple[DeliveryState, str], ...] = (
    (DeliveryState.ACKNOWLEDGED, ""),
    (DeliveryState.SENT, ""),
    (DeliveryState.UNCONFIRMED, ""),
    (DeliveryState.ACKNOWLEDGED, ""),
    (DeliveryState.FAILED, "сервер просит подождать"),
    (DeliveryState.SENT, ""),
    (DeliveryState.DEAD, "такого адреса больше нет"),
)


def play(house: House) -> None:
    """The day, once; a second time changes nothing."""
    with house.store.read() as work:
        if work.flags.reviewed(house.scope, None, 1):
            return
    now = house.clock.now()
    _review(house, now)
    _work(house, now)
    usecases.notice(house.store, system(house.profile.code), house.profile, now)
    _campaign(house, now)
    _tell(house, now)


def _review(house: House, now: datetime) -> None:
    """Some cards are decided, as a monitor would."""
    with house.store.read() as work:
        found = work.flags.find(house.scope, FlagQuery(limit=200)).flags[-REVIEWED:]
    for n, flag in enumerate(found):
        decision, note = (Decision.REJECT, "не наш муниципалитет") if n % 3 == 2 else (Decision.CONFIRM, "")
        wanted = Review(flag.id, "user:monitor", decision, now - (REVIEWED - n) * timedelta(minutes=7), note)
        with house.store.begin() as work:
            usecases.review(work, house.scope, house.profile, wanted, flag.revision)


def _work(house: House, now: datetime) -> None:
    """A risk is answered and watched, another is answered formally, matters are on their way."""
    with house.store.read() as work:
        found = work.incidents.find(house.scope, IncidentQuery(limit=200)).incidents
    # The month was lived already (`runtime.demo`): the day goes on with what is not answered yet.
    risks = [each for each in found if each.nature is Nature.RISK and each.status in (Status.FOUND, Status.VERIFIED)]
    roof = max((each for each in risks if each.block == "communal"), key=lambda each: each.opened_at)
    begun = roof.opened_at + HOUR
    led = Steps(house, roof)
    led.to(Status.VERIFIED, begun, "видели сами")
    led.answer(
        Answer(ANSWER, ("vk", "site"), ("https://vk.com/wall-1_2", "https://yasnobor.example.org/n/5")),
        begun + 2 * HOUR,
    )
    led.to(Status.ANSWERED, begun + 2 * HOUR)
    led.to(Status.WATCHED, begun + 3 * HOUR)
    road = Steps(house, next(each for each in risks if each.block == "roads"))
    road.to(Status.VERIFIED, now - 5 * HOUR, "подтвердил дорожный отдел")
    road.answer(Answer(PROMISE, ("vk",), ()), now - 3 * HOUR)
    formal = Steps(house, next(each for each in risks if each.block == "improvement" and not each.storm))
    formal.to(Status.VERIFIED, now - 6 * HOUR, "выезжали")
    formal.answer(Answer(FORMAL, ("vk",), ()), now - 4 * HOUR)
    matters = [each for each in found if each.nature is Nature.MATTER and each.status is Status.REGISTERED][:9]
    for n, each in enumerate(matters):
        way = (Status.ROUTED, Status.IN_WORK)[: n % 3]
        led = Steps(house, each)
        for step, to in enumerate(way):
            led.to(to, now - (9 - n - step) * HOUR)


class Steps:
    """One incident as it is led on."""

    def __init__(self, house: House, incident: Incident) -> None:
        self.house, self.at = house, incident

    def _done(self, do: Callable[[Work], Incident]) -> None:
        with self.house.store.begin() as work:
            self.at = do(work)

    def to(self, status: Status, at: datetime, reason: str = "") -> None:
        """One step on."""
        house, one = self.house, self.at
        if one.status is status:
            return
        move = Move(status, "user:monitor", at, reason, one.block)
        self._done(lambda work: usecases.move(work, house.scope, house.profile, one.id, one.revision, move))

    def answer(self, given: Answer, at: datetime) -> None:
        """An answer."""
        house, one = self.house, self.at
        known = house.profile, house.calendar, one.id, one.revision
        self._done(lambda work: usecases.give(work, house.scope, *known, given, at))


def _campaign(house: House, now: datetime) -> None:
    """One notice is taken up, and its campaign has begun."""
    with house.store.begin() as work:
        asked = work.campaigns.notices(house.scope)
        if not asked:
            return
        _, made = usecases.decide_notice(work, house.scope, house.profile, asked[0].id, True, now)
        if made and made.tasks:
            done = usecases.set_task(work, house.scope, made.id, made.revision, made.tasks[0].id, True, now)
            usecases.move_campaign(work, house.scope, done.id, done.revision, type(done.state)("running"), now)


def _tell(house: House, now: datetime) -> None:
    """The alert chat: everything is derived and addressed; the deliveries came as far as deliveries come."""
    while usecases.derive(house.store, house.scope, house.profile):
        pass
    post = usecases.Post(ADDRESSES, lambda: uuid4().hex)
    while usecases.address(house.store, house.scope, house.profile, post, now):
        pass
    with house.store.begin() as work:
        waiting = [each for way in Way for each in work.alerts.due(house.scope, way, now + 48 * HOUR, 400)]
        for n, each in enumerate(sorted(waiting, key=lambda each: each.id)):
            work.alerts.save_delivery(house.scope, _came(each, *STATES[n % len(STATES)], now))


def _came(each: Delivery, state: DeliveryState, error: str, now: datetime) -> Delivery:
    acked = state is DeliveryState.ACKNOWLEDGED
    sent = state in (DeliveryState.SENT, DeliveryState.UNCONFIRMED, DeliveryState.ACKNOWLEDGED)
    return replace(
        each,
        state=state,
        tries=0 if state is DeliveryState.WAITING else 1,
        sent_at=now - HOUR if sent else None,
        error=error,
        acked_at=now if acked else None,
        acked_by=f"link:{each.recipient}" if acked else "",
    )
