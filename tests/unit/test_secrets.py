"""No secret stands in a tracked file, and the rules against insecure code are on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SECRETS = {
    "private key": r"-----BEGIN [A-Z ]*PRIVATE " + "KEY-----",
    "Telegram bot": r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b",
    "VK token": r"\bvk1\.a\.[A-Za-z0-9_-]{60,}",
    "key of ours": r"\bmcu_[A-Za-z0-9_-]{43}\b",
    "AWS": r"\bAKIA[0-9A-Z]{16}\b",
    "GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
    "JSON web token": r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    "password in an address": r"\b(?:postgresql|postgres|smtp|smtps|https?)://[^\s/:@'\"{}<>]+:(?!пароль|password|секрет|secret)[^\s/@'\"{}<>]{12,}@",
    "argon2 hash": r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{20,}",
}
BINARY = {".npz", ".png", ".woff2", ".ico", ".gz"}


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = [ROOT / name for name in names if name]
    return [path for path in found if path.is_file() and path.suffix not in BINARY]


def test_no_tracked_file_holds_a_secret() -> None:
    found = []
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {what}" for what, form in SECRETS.items() if re.search(form, text)]
    assert found == []


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("private key", "-----BEGIN RSA PRIVATE " + "KEY-----"),
        ("Telegram bot", "123456789:AA" + "x" * 33),
        ("VK token", "vk1.a." + "x" * 80),
        ("key of ours", "mcu_" + "x" * 43),
        ("GitHub", "ghp_" + "x" * 36),
        ("password in an address", "postgresql://mcu:" + "k3Jh2lPq9sVt" + "@db/mcu"),
        ("argon2 hash", "$argon2id$v=19$m=65536,t=3,p=4$" + "x" * 22),
    ],
)
def test_the_search_finds_what_it_looks_for(what: str, example: str) -> None:
    assert re.search(SECRETS[what], f"token = {example} ")


def test_the_rules_against_insecure_code_are_on() -> None:
    lint = PYPROJECT["tool"]["ruff"]["lint"]
    assert {"S", "BLE"} <= set(lint["select"])
    assert [rule for rule in lint["ignore"] if rule.startswith("S")] == ["S101"]
    loose = {name for name, rules in lint["per-file-ignores"].items() if "S" in rules}
    assert loose == {"tests/**", "bench/**"}


def test_what_is_installed_is_locked_by_hashes() -> None:
    for name in ("runtime", "dev", "uv"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        packages = [line for line in lines if re.match(r"^[a-z0-9]", line, re.IGNORECASE)]
        assert packages
        assert all("==" in line and line.rstrip().endswith("\\") for line in packages), name
    assert "--require-hashes" in (ROOT / "Makefile").read_text(encoding="utf-8")
