"""Known advisories against what is locked: `python -m bench.advisories` (make audit).

The index that pip is set to, and the registry that npm is set to, are asked; no address stands here. Ends with 0 where
all was asked and nothing is known, 1 where something is known, 2 where not all could be asked: many mirrors of the
index answer without advisories, and silence is no good news.
"""

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from api.web.vendor import ROOT, npm

LOCKS = ("runtime.txt", "dev.txt", "uv.txt")
LINE = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)")
INDEX = re.compile(r"^(?::env:|global|install|user|site)\.index-url='(.+)'$", re.MULTILINE)
USUAL = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
WITHIN, AT_ONCE = 30.0, 8
GOOD, KNOWN, UNASKED = 0, 1, 2
Locked = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was learnt of what is locked: how many were asked for and answered, and what is known, a line each."""

    of: str
    asked: int
    answered: int
    known: tuple[str, ...] = ()
    why: str = ""

    def __str__(self) -> str:
        told = (
            f"{self.of}: сведения об уязвимостях есть о {self.answered} из {self.asked}, известных: {len(self.known)}"
        )
        why = f"\n  не ответили: {self.why}" if self.answered < self.asked else ""
        return told + "".join(f"\n  {line}" for line in self.known) + why


def locked(text: str) -> list[Locked]:
    """Names and versions of a lock.

    >>> locked("anyio==4.1.0 ; python_version < '4' \\\\\\n    --hash=sha256:00")
    [('anyio', '4.1.0')]
    """
    return [found.groups() for line in text.splitlines() if (found := LINE.match(line))]  # type: ignore[misc]  # two


def index() -> str:
    """The address of the index that pip is set to, without its `/simple`."""
    pip = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(pip, capture_output=True, text=True, check=True).stdout
    usual = [sys.executable, "-c", USUAL]
    own = INDEX.findall(said) or [subprocess.run(usual, capture_output=True, text=True, check=True).stdout]
    return re.sub(r"/simple/?$", "", own[0].strip())


def of_package(base: str, name: str, version: str) -> list[str]:
    """What an index knows of one version. Raises LookupError where it tells nothing, with the reason."""
    try:
        with urlopen(_asked(f"{base}/pypi/{name}/{version}/json"), timeout=WITHIN) as answer:
            told = json.load(answer).get("vulnerabilities")
    except HTTPError as error:
        error.close()
        raise LookupError(f"ответ {error.code}") from None
    except (URLError, TimeoutError, ValueError) as error:
        raise LookupError(str(error)) from None
    if told is None:
        raise LookupError("в ответе нет поля vulnerabilities")
    return [_line(name, version, each) for each in told if not each.get("withdrawn")]


def _asked(address: str) -> Request:
    """The request; name and password of the address go into a header, as pip has it."""
    parts = urlsplit(address)
    named, _, host = parts.netloc.rpartition("@")
    request = Request(parts._replace(netloc=host).geturl())
    if named:
        request.add_header("Authorization", f"Basic {b64encode(unquote(named).encode()).decode()}")
    return request


def _line(name: str, version: str, each: Mapping[str, Any]) -> str:
    mended = ", ".join(each.get("fixed_in") or ()) or "ещё нигде"
    return f"{name} {version}: {each.get('id', '?')}, исправлено в {mended}"


def python(base: str, wanted: Sequence[Locked]) -> Found:
    """Ask an index for all of these."""

    def ask(one: Locked) -> list[str] | LookupError:
        try:
            return of_package(base, *one)
        except LookupError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(ask, wanted))
    lines = [line for each in answers if isinstance(each, list) for line in each]
    mute = [each for each in answers if isinstance(each, LookupError)]
    why = f"индекс {urlsplit(base).hostname}: {mute[0]}" if mute else ""
    return Found("python", len(wanted), len(wanted) - len(mute), tuple(lines), why)


def pages(said: str, asked: int) -> Found:
    """What `npm audit --json` said of the parts of the pages."""
    try:
        told = json.loads(said)
    except ValueError:
        told = {}
    known = told.get("vulnerabilities") if isinstance(told, dict) else None
    if not isinstance(known, dict):
        why = told.get("message", "") if isinstance(told, dict) else ""
        return Found("npm", asked, 0, why=str(why or "npm не сказал ничего понятного"))
    lines = [f"{name} {each.get('range', '')}: {each.get('severity', '?')}" for name, each in known.items()]
    return Found("npm", asked, asked, tuple(lines))


def _npm() -> Found:
    asked = len(json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]) - 1
    command = [*npm(), "audit", "--json", "--package-lock-only"]
    try:
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Found("npm", asked, 0, why=str(error))
    return pages(said.stdout, asked)


def verdict(found: Sequence[Found]) -> int:
    """The exit code of all that was learnt."""
    if any(each.known for each in found):
        return KNOWN
    return UNASKED if any(each.answered < each.asked for each in found) else GOOD


def main(tell: Callable[[str], None] = print) -> int:
    """Ask, tell, judge."""
    texts = [(Path(ROOT) / "requirements" / name).read_text(encoding="utf-8") for name in LOCKS]
    wanted = sorted({each for text in texts for each in locked(text)})
    found = [python(index(), wanted), _npm()]
    code = verdict(found)
    for each in found:
        tell(str(each))
    if code == UNASKED:
        tell("Замок не проверен: здесь нет сведений об уязвимостях. Повторите make audit на машине с интернетом.")
    return code


if __name__ == "__main__":
    sys.exit(main())
