"""The program as a centre runs it: processes of its own, platforms on loopback, one store between them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.acceptance.program import ROOT, environment

MAIN = "from runtime.cli import main; main()"
DEADLINE = 180.0


@dataclass(frozen=True)
class Said:
    """What a process left behind."""

    code: int
    out: str
    err: str

    def rows(self) -> dict[str, dict[str, Any]]:
        """JSON lines by their source."""
        found = (json.loads(line) for line in self.out.splitlines())
        return {row["source"]: row for row in found}


@dataclass
class Centre:
    """`mcu` on a data folder, each command a process; `given` are its settings."""

    home: Path
    given: dict[str, str] = field(default_factory=dict)

    def environment(self) -> Mapping[str, str]:
        """That of this process without its own settings."""
        return environment({"MCU_HOME": str(self.home), "PYTHONPATH": str(ROOT), **self.given})

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """A process that runs beside this one."""
        self.home.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-c", MAIN, *words],
            cwd=self.home,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, process: "subprocess.Popen[str]") -> Said:
        """What it said, once it is over."""
        try:
            out, err = process.communicate(timeout=DEADLINE)
        finally:
            process.kill()
        return Said(process.returncode, out, err)

    def mcu(self, *words: str) -> Said:
        """A command to its end."""
        return self.end(self.start(*words))

    def collect(self) -> dict[str, dict[str, Any]]:
        """One pass over all sources, by a new process: what it says of each."""
        said = self.mcu("collect", "--once", "--json")
        assert said.out, said.err
        return said.rows()
