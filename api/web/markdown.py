"""Our own Markdown (the model's card, the guide of labelling) as HTML for pages. HTML within it is shown as text."""

import re
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

GUIDES = Path(__file__).parent / "guides"
ALIGNED = re.compile(r' style="text-align:(left|right|center)"')


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=16)
def html(text: str) -> Markup:
    """A text as HTML. Pages take no style within a tag: what is aligned gets a class."""
    return Markup(ALIGNED.sub(r' class="to-\1"', _reader().render(text)))  # noqa: S704 - html=False escapes


def guide(name: str) -> Markup:
    """A guide that is shipped with the pages."""
    return html((GUIDES / f"{name}.md").read_text(encoding="utf-8"))
