"""The list of municipalities that gave this ЦУР a key: a file for its owner only, read anew at each look.

Its tables are named by the codes of profiles; nobody who looks at a page can name one.
"""

import json
import os
import re
import stat
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from collectors import region
from core.errors import BadInput, BadSettings
from core.region import Neighbour, Summary, Told

OTHERS = stat.S_IRWXG | stat.S_IRWXO
SETTING = "MCU_REGION_FILE"
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
PARTS = frozenset({"address", "pages", "key"})
UNSAFE = "ключ уйдёт по сети открытым: нужен адрес https:// (http:// — только внутри своей сети)"


@dataclass(frozen=True)
class Listed:
    """Fulfils `core.ports.Region`."""

    path: Path
    one: Callable[[Neighbour], Summary] = region.asked

    def known(self) -> bool:
        """Whether anybody stands in the list."""
        return self.path.exists()

    def ask(self) -> Sequence[Told]:
        """What each of them says now. Raises BadSettings where the list cannot be read, or can be by others."""
        return region.ask(read(self.path), self.one)


def read(path: Path) -> list[Neighbour]:
    """The list; nobody where there is no file. Raises BadSettings."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & OTHERS:
                raise BadSettings(
                    f"{SETTING}: файл {path} открыт не только владельцу ({mode:04o}); закройте его: chmod 600 {path}"
                )
            found = tomllib.load(file)
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{SETTING}: файл {path} не читается ({error})") from None
    return [_neighbour(path, code, table) for code, table in found.items()]


def _neighbour(path: Path, code: str, table: Any) -> Neighbour:
    known = isinstance(table, dict) and {"address", "key"} <= table.keys() <= PARTS
    if not known or not CODE.fullmatch(code) or not all(isinstance(each, str) for each in table.values()):
        raise BadSettings(f"{SETTING}: файл {path}, «{code}»: нужны address и key, может быть pages")
    try:
        return neighbour(code, table["address"], table["key"], table.get("pages", ""))
    except BadInput as error:
        raise BadSettings(f"{SETTING}: файл {path}, «{code}»: {error}") from None


def neighbour(code: str, address: str, key: str, pages: str = "") -> Neighbour:
    """A checked entry. Raises BadInput."""
    for each in filter(None, (address, pages)):
        if not ADDRESS.fullmatch(each):
            raise BadInput(f"«{each}» — не адрес программы: нужен вид https://узел или https://узел/путь")
    if not inside(address):
        raise BadInput(UNSAFE)
    if not key.isascii() or not key.isprintable() or not key.strip():
        raise BadInput("это не ключ")
    return Neighbour(code, address.rstrip("/"), pages.rstrip("/"), key.strip())


def inside(address: str) -> bool:
    """Whether a key may travel to it: by TLS, or by plain HTTP within the own network."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        # A name of one word is that of a neighbour on the same network (Docker, hosts), never of the open internet.
        return bool(host) and "." not in host


def write(path: Path, known: Iterable[Neighbour]) -> None:
    """The whole list, put in the place of the old one at once. Raises BadSettings."""
    lines = [_table(each) for each in sorted(known, key=lambda each: each.profile)]
    try:
        if not lines:
            path.unlink(missing_ok=True)
            return
        descriptor, made = tempfile.mkstemp(prefix=".region-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("\n".join(lines))
        Path(made).replace(path)
    except OSError as error:
        raise BadSettings(f"{SETTING}: файл {path} записать нельзя ({error.strerror})") from None


def _table(each: Neighbour) -> str:
    values = {"address": each.address, "pages": each.pages, "key": each.key}
    return f"[{each.profile}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items() if value)
