"""The post above: the first of the thread in which a post stands."""

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.sql.selectable import NamedFromClause

from store.tables import posts


def is_root(root: NamedFromClause) -> ColumnElement[bool]:
    """Whether `root`, another name of the table of posts, is the first post of the thread of `posts`.

    The profile stands in a function so that PostgreSQL does not hand it on as a constant: a server that was not
    surveyed yet takes all posts of a profile for one row, and would read all of them again for each post.
    """
    return and_(
        root.c.profile_id == func.coalesce(posts.c.profile_id, ""),
        root.c.platform == posts.c.platform,
        root.c.source == posts.c.source,
        root.c.message == posts.c.thread,
    )
