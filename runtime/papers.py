"""The room of documents, made from an open installation: what the API and the commands hand papers to."""

from collections.abc import Callable, Sequence

from core.acts import Act
from core.indicators import Line
from core.papers import Paper, Picture
from core.ports import Places
from core.profile import Profile
from core.rating import Rating
from core.usecases import Reading
from core.weekly import Facts, Ordered
from runtime.places import StoredPlaces
from runtime.wiring import House


class MadePapers:
    """Fulfils `core.ports.Papers`. The engines of documents and pictures are loaded at the first file."""

    def __init__(self, profile: Profile, places: Places) -> None:
        self._profile, self._places = profile, places

    def note(self, facts: Facts) -> Paper:
        """The analytical note."""
        from reports.note import note

        return note(facts, self._profile)

    def rating(self, found: Rating, asked: Ordered) -> Paper:
        """The rating of a period."""
        from reports.rating import rating_paper

        return rating_paper(found, asked, self._profile)

    def indicators(self, year: int, found: Sequence[Line]) -> Paper:
        """The indicators of a year."""
        from reports.indicators import indicators_paper

        return indicators_paper(year, found, self._profile)

    def file(self, paper: Paper, kind: str) -> bytes:
        """As `docx`, `pdf`, `xlsx` (all tables) or `csv` (the longest of them)."""
        from reports.docx import docx
        from reports.pdf import pdf
        from reports.tables import book_of, longest

        tables = {"xlsx": book_of, "csv": longest}
        if kind in tables:
            return tables[kind](paper)
        return {"docx": docx, "pdf": pdf}[kind](paper, self.picture)

    def picture(self, picture: Picture) -> bytes:
        """A picture as PNG."""
        from reports.drawing import drawn

        known = self._places.towns() if picture.kind == "map" else ()
        towns = [(town.name, town.lat, town.lon) for town in known if town.lat is not None and town.lon is not None]
        return drawn(picture, towns)


def drawn_act(act: Act) -> bytes:
    """A document as DOCX."""
    from reports.acts import docx

    return docx(act)


def reading(house: House, places: Places) -> Reading:
    """What facts need besides the store."""
    from nlp.fingerprints import StoredCopies
    from nlp.obscene import obscene

    telling = telling_of(places)
    return Reading(house.calendar, telling, house.mask, places, house.whereabouts, StoredCopies(), obscene)


def telling_of(places: Places) -> Callable[[str], frozenset[str]]:
    """The words of a text that tell its cause, in a municipality with these streets."""
    from reports.words import telling

    return lambda text: telling(text, places.streets())


def places_of(house: House) -> StoredPlaces:
    """The municipality's gazetteer."""
    return StoredPlaces(house.store, house.scope, house.clock)
