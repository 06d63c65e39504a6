"""The two folders of the register are read by themselves for a rollback: the same as with all settings."""

from pathlib import Path

import pytest

from core.errors import BadSettings
from runtime.register import folders
from runtime.settings import Settings, load


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MCU_{name.upper()}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("said", "here", "at_home"),
    [
        ({}, "", ""),
        ({"MCU_HOME": "data"}, "", ""),
        ({"MCU_HOME": "~/data", "MCU_MODELS": "~/m"}, "", ""),
        ({"MCU_HOME": ""}, "", ""),
        ({"mcu_home": "small", "Mcu_Signers": "keys"}, "", ""),
        ({"MCU_HOME": "data", "MCU_SIGNERS": "/etc/keys"}, 'models = "shared/models"\nsigners = "no"\n', ""),
        ({"MCU_HOME": "data"}, "", 'models = "~/shared"\nvk_rate = 2.0\n'),
        ({"MCU_HOME": "data"}, 'home = "other"\n', 'models = "not read"\n'),
        ({}, 'home = "~/other"\n[budgets.vk."wall.get"]\nper_second = 1\n', ""),
        ({"MCU_HOME": "data", "MCU_MODELS": ""}, "", ""),
    ],
)
def test_the_register_lies_where_all_settings_say_that_it_lies(
    said: dict[str, str], here: str, at_home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "data").mkdir()
    for folder, text in ((tmp_path, here), (tmp_path / "data", at_home)):
        if text:
            (folder / "mcu.toml").write_text(text, encoding="utf-8")
    settings = load()
    assert folders() == (settings.models_path, settings.signers_path)


@pytest.mark.parametrize(("text", "told"), [("models = 5", "MCU_MODELS: нужен путь"), ("models", "mcu.toml")])
def test_a_file_of_settings_that_cannot_be_read_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "mcu.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=told):
        folders()
