"""`mcu posts export`: what was stored of a source, as JSON Lines. There is no export by author."""

from typing import Annotated

import typer

from core import addresses
from core.posts import Counters, History
from nlp.masks import mask
from runtime.commands.house import opened
from runtime.console import lines

app = typer.Typer(no_args_is_help=True, help="Публикации.")


def _counters(point: Counters) -> dict[str, object]:
    return {
        "at": point.at.isoformat(),
        "views": point.views,
        "likes": point.likes,
        "reposts": point.reposts,
        "replies": point.replies,
        "reactions": dict(point.reactions),
    }


def to_row(history: History) -> dict[str, object]:
    """A post for the outside: texts are masked, authors do not appear."""
    post = history.post
    return {
        "key": {"platform": post.key.platform, "source": post.key.source, "message": post.key.message},
        "kind": post.kind,
        "published": post.published.isoformat(),
        "thread": post.thread,
        "parent": post.parent,
        "versions": [
            {
                "number": version.number,
                "text": mask(version.text),
                "edited": version.edited.isoformat() if version.edited else None,
                "seen": version.seen.isoformat(),
            }
            for version in history.versions
        ],
        "deleted_at": history.deleted.isoformat() if history.deleted else None,
        "counters": [_counters(point) for point in history.counters],
    }


@app.command("export")
def export(
    source: Annotated[str, typer.Option("--source", help="vk:ИМЯ, telegram:ИМЯ …")],
) -> None:
    """Выгрузить публикации источника строками JSON (тексты с масками, без авторов)."""
    with opened() as house, house.store.read() as work:
        key = work.sources.get(house.scope, addresses.parse_any(source)).key
        lines(map(to_row, work.posts.export(house.scope, key)))
