"""Entity tags: which version the caller saw."""

from typing import Any

from api.problems import MEDIA, TITLES, HttpProblem
from core.errors import BadInput

ETAG = {"ETag": {"description": "Версия для If-Match.", "schema": {"type": "string"}}}


def tag(number: int, revision: int) -> str:
    """The entity tag of a thing."""
    return f'"{number}-{revision}"'


def seen(number: int, if_match: str | None, what: str) -> int:
    """The revision that the caller saw. Raises HttpProblem 428 without one, BadInput for a foreign one."""
    if not if_match:
        raise HttpProblem(428, f"передайте заголовок If-Match с ETag {what}: так двое не перепишут решения друг друга")
    thing, dash, revision = if_match.strip().strip('"').partition("-")
    if not dash or thing != str(number) or not revision.isdecimal() or len(revision) > 9:
        raise BadInput(f"заголовок If-Match: {if_match[:50]} — это не ETag {what} {number}")
    return int(revision)


def conflicts() -> dict[int | str, dict[str, Any]]:
    """What a change may meet besides the usual."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": TITLES[status], "content": {MEDIA: schema}} for status in (409, 412, 428)}
