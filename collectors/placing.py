"""Opens the link of a published answer and says whether it stands. Only pages of the open internet, by GET."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from collectors.outside import Inward
from collectors.public import Answer, Gone, Limits, Public
from core.answers.placing import Seen, Standing
from core.errors import Denied, Poison, Transient

METHOD = "link"
LIMITS = Limits(timeout=10, whole=20, largest=2 * 2**20, gap=1)
READ = 200_000
"""Bytes of a page in which its own words about being gone are looked for."""
GONE_WORDS = re.compile(
    r"запись (?:была )?удалена|пост (?:был )?удал[её]н|публикация (?:была )?удалена|страница удалена|"
    r"страница не найдена|материал (?:был )?удал[её]н|новость (?:была )?удалена|page not found|post not found",
    re.IGNORECASE,
)
TITLE = re.compile(r"<(title|h1)[^>]{0,200}>([^<]{0,300})<", re.IGNORECASE)


class Placed:
    """Fulfils `core.ports.Look`. `inside` are addresses of the own network (`http://host:port`) that may be opened,
    such as a portal of the own network or a stand-in."""

    def __init__(self, inside: Sequence[str] = (), limits: Limits = LIMITS) -> None:
        # No gate: a site that asks for a pause must not stop the others' links; each link has its own schedule.
        self._public = Public("ссылка", limits=limits, named=inside)

    def __call__(self, link: str) -> Seen:
        """What stands behind a link. Never raises for what it meets on the web."""
        try:
            return judged(link, self._public.get(link, METHOD))
        except Gone:
            return Seen(Standing.GONE)
        except Inward:
            return Seen(Standing.UNKNOWN, "адрес лежит во внутренней сети: такие ссылки не открываются")
        except Poison:
            # Larger than we read: it is there, whatever it is.
            return Seen(Standing.PLACED)
        except (Transient, Denied) as error:
            return Seen(Standing.UNKNOWN, str(error))


def judged(link: str, page: Answer) -> Seen:
    """What a page that came says. Pure."""
    if _is_home(page.url) and not _is_home(link):
        return Seen(Standing.UNKNOWN, "ссылка: сайт перенаправляет на главную страницу")
    text = page.body[:READ].decode("utf-8", "replace")
    if any(GONE_WORDS.search(title) for _, title in TITLE.findall(text)):
        return Seen(Standing.GONE)
    return Seen(Standing.PLACED)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
