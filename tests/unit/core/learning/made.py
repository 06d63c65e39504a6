"""Labelled texts made for tests."""

from datetime import timedelta
from typing import Any

from core.learning import Example, Label
from core.posts import Platform, PostKey
from tests.made import DAY, said


def example(number: int = 1, text: str = "Яма на Заречной", *labels: Label, **fields: Any) -> Example:
    key = PostKey(Platform.VK, "wall", str(number))
    made = {"said": said(), "post_id": number, "version_id": number, **fields}
    return Example(key, 1, text, DAY, labels=labels, **made)


def label(by: str = "user:one", hours: float = 0, **given: Any) -> Label:
    fields = {name: given.pop(name) for name in ("shown", "decision", "origin", "model", "cause") if name in given}
    return Label(by, DAY + timedelta(hours=hours), given, **fields)
