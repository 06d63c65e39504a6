"""The addresses under which one publication may stand in the store."""

import re
from urllib.parse import parse_qs, urlsplit

VK_HOSTS = frozenset({"vk.com", "www.vk.com", "m.vk.com", "vk.ru", "www.vk.ru", "m.vk.ru"})
VK_WALL = re.compile(r"wall-?\d+_\d+")
TELEGRAM_HOSTS = frozenset({"t.me", "www.t.me", "telegram.me"})


def addresses(link: str) -> tuple[str, ...]:
    """A link as it is, and as collectors would write it.

    >>> addresses("https://m.vk.ru/gorod?w=wall-1_2#x")
    ('https://m.vk.ru/gorod?w=wall-1_2#x', 'https://vk.com/wall-1_2')
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").casefold()
    except ValueError:
        return (link,)
    found = [link, link.partition("#")[0].rstrip("/")]
    if host in VK_HOSTS:
        asked = " ".join((parts.path, *parse_qs(parts.query).get("w", ())))
        found += [f"https://vk.com/{wall}" for wall in VK_WALL.findall(asked)[:1]]
        found = [each for each in found if each == link or VK_WALL.search(each.rpartition("/")[2].partition("?")[0])]
    if host in TELEGRAM_HOSTS:
        found.append(f"https://t.me{parts.path.removeprefix('/s').rstrip('/')}")
    return tuple(dict.fromkeys(found))
