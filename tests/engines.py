"""One engine a kind of database for a whole run: what it has compiled for one test is not compiled again for the next.

Only which database it connects to changes from test to test.
"""

from typing import Any

from sqlalchemy import URL, Engine, event, make_url

from store.engine import open_engine

Kind = tuple[str, str]


class Engines:
    """Engines by kind and profile; each serves one database at a time."""

    def __init__(self) -> None:
        self._made: dict[Kind, Engine] = {}
        self._now: dict[Kind, URL] = {}

    def open(self, url: str, profile: str = "") -> Engine:
        """The engine of this kind of database for a profile's rows, connected to this one from now on."""
        kind = make_url(url).get_backend_name(), profile
        if kind not in self._made:
            self._made[kind] = self._fresh(kind, url)
        self._made[kind].dispose()
        self._now[kind] = make_url(url)
        return self._made[kind]

    def _fresh(self, kind: Kind, url: str) -> Engine:
        made = open_engine(url, kind[1])

        def elsewhere(dialect: Any, record: object, args: list[object], named: dict[str, object]) -> None:
            now, also = dialect.create_connect_args(self._now[kind])
            args[:] = now
            named.update(also)

        event.listen(made, "do_connect", elsewhere)
        return made
