"""Logs hold events and ids: every call to a log of ours is read for what it hands over."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("alerts", "api", "charts", "collectors", "core", "models", "nlp", "profiles", "reports", "runtime", "store")
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
IDS = {"id", "source", "executor", "queue"}
NAMES = IDS | {"step", "part", "error", "at", "posts", "noted", "logger", "said", "count", "seconds", "kind", "jobs"}
"""What an event may be told with: ids, counts, kinds and places of errors."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _logs(node.func):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _logs(called: ast.expr) -> bool:
    held = called.value if isinstance(called, ast.Attribute) and called.attr in LEVELS else None
    return isinstance(held, ast.Name) and held.id in {"log", "logger", "logging"}


def attributes(call: ast.Call) -> set[str]:
    """Names of all that is read to make the event."""
    parts = (node for keyword in call.keywords for node in ast.walk(keyword.value))
    return {node.attr for node in parts if isinstance(node, ast.Attribute)}


def test_every_event_has_a_plain_name_and_is_told_with_ids_only() -> None:
    found = list(calls())
    assert len(found) >= 5
    for place, call in found:
        assert len(call.args) == 1, place
        assert isinstance(call.args[0], ast.Constant), place
        assert {keyword.arg for keyword in call.keywords} <= NAMES, place


def test_no_event_is_told_with_a_text() -> None:
    for place, call in calls():
        assert not attributes(call) & {"text", "raw", "payload", "title", "gist", "author", "login"}, place
