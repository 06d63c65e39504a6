"""Having alerts sent again, many at once."""

from dataclasses import replace

from core import usecases
from core.alerts import AlertQuery, Delivery, DeliveryState, Way
from core.usecases.replaying import AGAIN
from runtime.wiring import House


def numbers_of(house: House, query: AlertQuery) -> list[int]:
    """The numbers of all alerts that a query finds."""
    found, after = list[int](), None
    while True:
        with house.store.read() as work:
            page = work.alerts.find(house.scope, replace(query, after=after))
        found += [alert.id for alert in page.alerts]
        if page.next is None:
            return found
        after = page.next


def again(house: House, number: int, states: tuple[DeliveryState, ...], channel: Way | None) -> int:
    """Have the deliveries of an alert in these states sent again; returns how many."""
    with house.store.begin() as work:
        alert = work.alerts.get(house.scope, number)
        wanted = [
            each.id
            for each in work.alerts.deliveries(house.scope, [number]).get(number, ())
            if each.state in AGAIN.union(states) and channel in (None, each.channel) and _allowed(each)
        ]
        if not wanted:
            return 0
        return len(usecases.replay(work, house.scope, house.profile, alert.id, house.clock.now(), wanted))


def _allowed(delivery: Delivery) -> bool:
    return delivery.state is not DeliveryState.SENT or delivery.channel is Way.WEBHOOK
