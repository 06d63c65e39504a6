"""Pages of the public preview. The words of the network end here."""

from collectors.preview.markup import Page, page
from collectors.public import Public


class PreviewClient:
    """Takes a visitor of public pages; `url` is the address of t.me or of its stand-in.

    Raises Transient, Denied or Poison: those of `collectors.public`, and what the markup says.
    """

    def __init__(self, public: Public, *, url: str = "https://t.me") -> None:
        self._public, self._url = public, url.rstrip("/")

    def page(self, channel: str, before: int | None = None) -> Page:
        """About 20 messages with numbers below `before` (None: the newest)."""
        place = "" if before is None else f"?before={before}"
        answer = self._public.get(f"{self._url}/s/{channel}{place}", "page")
        return page(answer.body.decode("utf-8", "replace"), channel)
