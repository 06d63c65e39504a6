"""What a register is tried with: a champion that is wrong in everything, limits that let all pass, a second version."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from core.labels import Kind, Sign, Theme
from models.gate import Limits
from models.manifest import MANIFEST
from tests.made import said

EASY = Limits(slower=1e9, texts=1)


class Bad:
    """A champion that is wrong in everything."""

    version = "shipped-1"

    def assess(self, subjects, *, why=True, places=True):
        signs = dict.fromkeys(Sign, 0.95)
        wrong = said(Theme.SPORT, kind=Kind.CHATTER, solvable=0.5, neg=3, risk=3, signs=signs, places=())
        return [replace(wrong, model=self.version) for _ in subjects]


def other(tiny: Path, folder: Path) -> Path:
    """The same weights under another version."""
    shutil.copytree(tiny, folder)
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": "other-1"}))
    return folder
