"""A matter that goes all the way, so that every table of a centre has rows."""

from api.services import Services
from core import periods, usecases
from core.incidents import Answer, IncidentQuery, Move, Status
from core.labels import Theme
from core.measures import Measure
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.roadmaps import RoadMap
from core.scope import system
from core.usecases.roadmaps import add_roadmap
from core.weekly import Ordered
from nlp.fingerprints import StoredCopies
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment, post
from tests.unit.api.conftest import Model
from tests.unit.api.papers import PAPERS


def live(ledger: Store, given: Services, one: str = "a1" * 16, other: str = "b2" * 16) -> None:
    """Two residents of the services' municipality write; what they write of is answered, planned and reported."""
    scope, profile = system(given.profile.code), given.profile
    found = (
        post(50, "опасно открытый люк на Заречной", author=one),
        comment(51, 50, "опасно, и мы видели", author=other),
        post(52, "яма на Заречной", author=other),
    )
    with ledger.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(ledger, scope, Model(), NOW)
    usecases.flag(ledger, scope, profile, NOW)
    usecases.group(ledger, scope, profile, StoredCopies(), given.mask, NOW)
    usecases.notice(ledger, scope, profile, NOW)
    with ledger.begin() as work:
        risk = next(each for each in work.incidents.find(scope, IncidentQuery()).incidents if each.nature == "risk")
        risk = usecases.answer(work, scope, risk.id, risk.revision, Answer("Закрыли", ("vk",)), NOW)
        usecases.move(work, scope, profile, risk.id, risk.revision, Move(Status.VERIFIED, scope.who, NOW))
        card = RoadMap(0, "Люки", Theme.SAFETY, NOW.date(), NOW.date(), NOW)
        add_roadmap(work, scope, profile, card, NOW)
        usecases.add_measure(work, scope, profile, Measure(0, "Закрыть люк", "roads", NOW), NOW)
        usecases.decide_notice(work, scope, profile, work.campaigns.notices(scope)[0].id, True, NOW)
    asked = Ordered(periods.week("2026-W47", profile.timezone))
    usecases.make_report(ledger, scope, profile, given.reading(), PAPERS, asked, NOW)
