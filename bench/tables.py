"""`make bench`: runs the bounded benches one after another and writes what they print into docs/benchmarks.md.

    python -m bench.tables [--only NAME …] [--list]

Each bench has its own process, its own limit (together half an hour) and its own place in the document, between two
marks, with command, date, machine and what else the machine did meanwhile. A bench that is cut off or that fails is
told as such, in the place of its former figures. Nothing between the marks is written by hand.
"""

import argparse
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
TITLE = "## Measured by `make bench`"
NOISE = re.compile(r"RuntimeDirWarning|user_runtime_dir|^\s+\d+ s  ")
"""Progress, and a library's complaint about the test server's folder."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A bench: what it shows, its command behind `python -m`, and the seconds it may take."""

    name: str
    shows: str
    command: str
    limit: int

    @property
    def marks(self) -> tuple[str, str]:
        """Between which its figures stand."""
        return f"<!-- bench:{self.name} -->", f"<!-- /bench:{self.name} -->"


BENCHES = (
    Bench("import", "a file all the way to cards, beside natasha", "bench.importing", 240),
    Bench("nlp", "posts a second of the assessor", "bench.nlp", 240),
    Bench("duplicates", "near-duplicates, beside rapidfuzz", "bench.duplicates", 60),
    Bench("gazetteer", "addresses found as they are written", "bench.gazetteer", 60),
    Bench("grouping", "posts of one matter put together", "bench.grouping", 120),
    Bench("rescore", "the archive judged anew by one and two workers", "bench.rescoring --posts 2000", 180),
    Bench("workers", "four workers, two killed -9", "bench.workers --posts 2000 --files 20 --limit 150", 330),
    Bench(
        "flow",
        "publication to card at 1, 10 and 50 posts a second",
        "bench.load.flow --seconds 20 --patience 10",
        330,
    ),
    Bench(
        "pages",
        "50 people at the pages of a growing store",
        "bench.load.pages --sizes 1000 4000 --minutes 1 --seconds 15",
        240,
    ),
)


def machine() -> str:
    """Processor, cores, memory, Python and the load of the last minutes."""
    told = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8", "replace"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = told.group(1).strip() if told else platform.machine()
    loads = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} × {name}, {memory:.0f} GiB, Python {platform.python_version()}; load {loads}"


def run(bench: Bench) -> str:
    """What stands between the marks."""
    began, cut = time.monotonic(), ""
    command = [sys.executable, "-u", "-m", *bench.command.split()]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        out, _ = process.communicate(timeout=bench.limit)
    except subprocess.TimeoutExpired:
        cut = f", **cut off after {bench.limit} s**"
        os.killpg(process.pid, signal.SIGTERM)
        out = _ended(process)
    failed = f", **ended with {process.returncode}**" if process.returncode and not cut else ""
    head = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {time.monotonic() - began:.0f} s{cut}{failed}; {machine()}"
    return f"### {bench.name}: {bench.shows}\n\n`python -m {bench.command}` · {head}\n\n{shown(out.decode())}"


def _ended(process: subprocess.Popen[bytes]) -> bytes:
    """What a bench that was told to end has said; one that does not end is killed, with all that it started."""
    try:
        return process.communicate(timeout=20)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.communicate()[0]


def shown(out: str) -> str:
    """Rows of a table as they are, all else as the bench printed it, without its progress."""
    lines = [line.rstrip() for line in out.replace("\r", "\n").splitlines() if line.strip() and not NOISE.search(line)]
    parts, fenced = list[str](), False
    for line in lines:
        table = line.startswith("|")
        if table is fenced:
            parts += ["```", ""] if table else ["", "```text"]
            fenced = not table
        elif not parts and not table:
            parts.append("```text")
            fenced = True
        parts.append(line)
    return "\n".join([*parts, *(["```"] if fenced else [])]).strip()


def kept(document: str, bench: Bench, made: str) -> str:
    """The document with a bench's figures in their place: the former ones', or at the end of the chapter."""
    begin, end = bench.marks
    block = f"{begin}\n{made}\n{end}"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if found.search(document):
        return found.sub(lambda _: block, document)
    return f"{document.rstrip()}\n\n{block}\n"


def listed(document: str) -> str:
    """The document with the table of benches; the chapter is begun where there is none."""
    rows = [f"| {each.name} | {each.shows} | `python -m {each.command}` | {each.limit} |" for each in BENCHES]
    table = "\n".join(["| | shows | command | at most, s |", "|---|---|---|---|", *rows])
    document = document if TITLE in document else f"{document.rstrip()}\n\n{TITLE}\n"
    whole = "All benches that are bounded, one after another, in half an hour at most; `ONLY=NAME` runs one of them."
    return kept(document, Bench("list", "", "", 0), f"{whole}\n\n{table}")


def main(given: Sequence[str] | None = None) -> int:
    """Run, and write after each; 1 if one failed or was cut off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=[each.name for each in BENCHES], default=[])
    parser.add_argument("--list", action="store_true", help="write the table of benches only")
    asked = parser.parse_args(given)
    DOCUMENT.write_text(listed(DOCUMENT.read_text("utf-8")), "utf-8")
    wrong = 0
    for bench in () if asked.list else BENCHES:
        if not asked.only or bench.name in asked.only:
            print(f"{bench.name} (at most {bench.limit} s)…", flush=True)
            made = run(bench)
            wrong += "**" in made.splitlines()[2]
            DOCUMENT.write_text(kept(DOCUMENT.read_text("utf-8"), bench, made), "utf-8")
            print(made, "\n", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
