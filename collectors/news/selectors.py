"""Where on a site what stands: CSS selectors that a person gives when the source is added."""

from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from core.errors import BadInput

NAMES = ("list", "title", "text", "date")
"""Links of the list of news; of an article its title, its words, its date."""
LONGEST = 300


def cursor(given: Iterable[str]) -> dict[str, object]:
    """`list=.news a`, … as the beginning of a source's cursor; empty where nothing is given. Raises BadInput."""
    found = dict(map(_one, given))
    return {"select": found} if found else {}


def of(cursor: Mapping[str, object]) -> dict[str, str]:
    """The selectors that a cursor carries."""
    found = cursor.get("select")
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, Mapping) else {}


def _one(given: str) -> tuple[str, str]:
    name, _, selector = (part.strip() for part in given.partition("="))
    if name not in NAMES or not selector or len(selector) > LONGEST:
        raise BadInput(f"--select «{given[:100]}»: нужно ИМЯ=СЕЛЕКТОР, где имя — {', '.join(NAMES)}")
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except (SelectolaxError, ValueError) as error:
        raise BadInput(f"--select «{given[:100]}»: такой селектор CSS не читается") from error
    return name, selector
