"""Posts from files: recorded JSONL, CSV, exports of Telegram Desktop and «Инцидент менеджмент» (docs/ru/форматы.md)."""

from collectors.replay.files import FileCollector
from collectors.replay.reader import read
from collectors.replay.reading import Form, Reading

__all__ = ["FileCollector", "Form", "Reading", "read"]
