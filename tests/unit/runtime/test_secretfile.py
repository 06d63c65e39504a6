"""A new secret is whole or not there."""

import errno
import os
import stat
from pathlib import Path

import pytest

from core.errors import BadSettings
from runtime import secretfile


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert secretfile.make(path, 32, "MCU_KEY_FILE")
    made = path.read_bytes()
    assert (len(made), stat.S_IMODE(path.stat().st_mode)) == (32, 0o600)
    assert not secretfile.make(path, 32, "MCU_KEY_FILE")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (made, [path])


def test_a_full_disk_leaves_no_part_of_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(BadSettings, match=r"MCU_BACKUP_KEY_FILE.*No space left"):
            secretfile.make(tmp_path / "backup.key", 32, "MCU_BACKUP_KEY_FILE")
    assert list(tmp_path.iterdir()) == []
    assert secretfile.make(tmp_path / "backup.key", 32, "MCU_BACKUP_KEY_FILE")


def test_a_flash_drive_without_hard_links_takes_a_key_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str, path: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    assert secretfile.make(tmp_path / "key", 32, "MCU_BACKUP_KEY_FILE")
    assert [each.name for each in tmp_path.iterdir()] == ["key"]
