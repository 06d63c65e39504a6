"""Full text over lemmas: FTS5 on SQLite, tsvector on PostgreSQL."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, Connection, column, false, func, literal_column, select, table

from core.posts import Platform, PostKey
from nlp.edition import edition
from store.tables import posts, search
from store.upsert import put

FTS = table("search_fts", column("rowid"), column("search_fts"))
SIMPLE: ColumnElement[str] = literal_column("'simple'::regconfig")


class SearchIndex:
    """Keeps and asks the index. `lemmatise` turns a text into the lemmas of its masked form."""

    def __init__(self, connection: Connection, lemmatise: Callable[[str], str]) -> None:
        self._connection, self.lemmatise = connection, lemmatise

    def put(self, profile: str, texts: Mapping[int | None, str]) -> None:
        """Index the current texts of posts, by post id."""
        own = {"profile_id": profile, "masked": edition()}
        rows = [{"post_id": post, "lemmas": self.lemmatise(text), **own} for post, text in texts.items()]
        put(self._connection, search, rows, key=("post_id",))

    def matching(self, words: str) -> object:
        """A condition on `search.post_id`: all the words (lemmas, space-separated) occur."""
        parts = words.split()
        if not parts:
            return false()
        if self._connection.dialect.name == "sqlite":
            asked = " ".join(f'"{part.replace(chr(34), "")}"' for part in parts)
            return search.c.post_id.in_(select(FTS.c.rowid).where(FTS.c.search_fts.op("MATCH")(asked)))
        vector = func.to_tsvector(SIMPLE, search.c.lemmas)
        return vector.op("@@")(func.plainto_tsquery(SIMPLE, " ".join(parts)))

    def holds(self, post: ColumnElement[int], words: str) -> ColumnElement[bool]:
        """A condition on the id of a post: all the words occur in it. On PostgreSQL the posts are found first and then
        looked up one by one: let alone, it would rather read the whole table that names them."""
        found = select(search.c.post_id).where(self.matching(words))  # type: ignore[arg-type]
        if self._connection.dialect.name == "sqlite":
            return post.in_(found)
        return post == func.any(func.array(found.scalar_subquery()))

    def find(self, profile: str, words: str, limit: int) -> list[PostKey]:
        """Keys of the newest matching posts; none for an empty question."""
        if not words.split():
            return []
        mine = search.c.profile_id == profile, self.matching(words)
        held = select(posts).join(search, search.c.post_id == posts.c.id).where(*mine)  # type: ignore[arg-type]
        # Let alone, PostgreSQL would try one post after another, from the newest on, whether it holds the words.
        chosen = held.cte("chosen").prefix_with("MATERIALIZED", dialect="postgresql")
        newest = chosen.c.published_at.desc(), chosen.c.id.desc()
        query = select(chosen.c.platform, chosen.c.source, chosen.c.message).order_by(*newest).limit(limit)
        return [PostKey(Platform(row[0]), row[1], row[2]) for row in self._connection.execute(query)]
