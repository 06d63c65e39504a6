"""`mcu flags`: the queue on the terminal."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.padding import Padding
from rich.text import Text

from core.flags import Flag, FlagQuery, FlagStatus
from core.labels import THEME_TITLES
from core.reasons import say
from core.risk import LEVEL_TITLES, PART_TITLES, Level
from nlp.masks import mask
from runtime.commands.house import opened
from runtime.console import console, lines

TEXT_SHOWN = 400
COLOURS = {Level.LOW: "default", Level.MEDIUM: "yellow", Level.HIGH: "bold red", Level.CRITICAL: "bold white on red"}


def flags(
    json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Не больше стольких карточек.")] = 20,
    level: Annotated[list[Level] | None, typer.Option(help="Только эти уровни.")] = None,
    status: Annotated[FlagStatus, typer.Option(help="Состояние карточки.")] = FlagStatus.OPEN,
) -> None:
    """Показать карточки, самые опасные сверху."""
    query = FlagQuery(levels=tuple(level or ()), statuses=(status,), limit=limit)
    with opened() as house, house.store.read() as work:
        page = work.flags.find(house.scope, query)
    if json:
        lines(map(to_row, page.flags))
        return
    show(f"Карточки: {len(page.flags)} из {page.total}", page.flags, ZoneInfo(house.profile.timezone))


def show(title: str, found: tuple[Flag, ...], zone: ZoneInfo) -> None:
    """Cards one under another: what was written, how dangerous it is, and why. Times are local."""
    out = console()
    out.print(title, style="bold", markup=False)
    for flag in found:
        out.print(_head(flag, zone), style=COLOURS[flag.risk.level], markup=False)
        out.print(Padding(Text(_text(flag)), (0, 0, 0, 6), expand=False))
        why = Text("почему: " + "; ".join(map(say, flag.reasons)), style="dim")
        out.print(Padding(why, (0, 0, 0, 6), expand=False))
        out.print(Padding(Text("баллы:  " + _parts(flag), style="dim"), (0, 0, 1, 6), expand=False))


def _head(flag: Flag, zone: ZoneInfo) -> str:
    source = flag.source_title or f"{flag.post.key.platform}:{flag.post.key.source}"
    level = LEVEL_TITLES[flag.risk.level]
    at = flag.post.published.astimezone(zone)
    return f"{flag.risk.score:>4}  {level} · {THEME_TITLES[flag.theme]} · {source} · {at:%d.%m %H:%M}"


def _text(flag: Flag) -> str:
    text = " ".join(mask(flag.post.text).split())
    return text if len(text) <= TEXT_SHOWN else text[: TEXT_SHOWN - 1] + "…"


def _parts(flag: Flag) -> str:
    return ", ".join(f"{PART_TITLES[part.name]} {part.points:g}" for part in flag.risk.parts if part.points)


def to_row(flag: Flag) -> dict[str, object]:
    """A card as JSON: the text is masked, the author does not appear."""
    key, said = flag.post.key, flag.assessment
    return {
        "id": flag.id,
        "key": {"platform": key.platform, "source": key.source, "message": key.message},
        "published": flag.post.published.isoformat(),
        "text": mask(flag.post.text),
        "theme": flag.theme,
        "kind": said.kind,
        "level": flag.risk.level,
        "score": flag.risk.score,
        "parts": {part.name: part.points for part in flag.risk.parts},
        "reasons": [{"code": reason.code, "weight": reason.weight, "text": say(reason)} for reason in flag.reasons],
        "block": flag.block,
        "places": [place.text for place in said.places],
        "status": flag.status,
        "raised_at": flag.raised_at.isoformat(),
        "model": said.model,
    }
