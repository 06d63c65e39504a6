"""Addresses of lists: where a figure leads. Fields that are empty are left out."""

from urllib.parse import urlencode

QUEUE, SEARCH, MAP, OVERVIEW = "/queue", "/search", "/map", "/overview"
Value = str | tuple[str, ...]


def _address(path: str, fields: dict[str, Value]) -> str:
    line = urlencode({name: value for name, value in fields.items() if value}, doseq=True)
    return f"{path}?{line}" if line else path


def queue(**fields: Value) -> str:
    """Cards of the queue."""
    return _address(QUEUE, fields)


def found(what: str, **fields: Value) -> str:
    """What the search finds: `cards`, `incidents` or `posts`."""
    return _address(SEARCH, {"what": what, **fields})


def incidents(**fields: Value) -> str:
    """Incidents of the list."""
    return _address("/incidents", fields)


def on_map(**fields: Value) -> str:
    """Places on the map."""
    return _address(MAP, fields)


def incident(number: int) -> str:
    """The page of an incident."""
    return f"/incidents/{number}"
