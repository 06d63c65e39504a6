"""The list of municipalities: whose keys it holds, and where they may go."""

from pathlib import Path

import pytest

from core.errors import BadInput, BadSettings
from core.region import Neighbour
from runtime import region

KNOWN = (
    Neighbour("batetsky", "https://a.example", "https://b.example/mcu", "key-1"),
    Neighbour("gubkin", "http://gubkin:8000", key="k"),
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "region.toml"
    region.write(path, reversed(KNOWN))
    assert region.read(path) == list(KNOWN)
    assert path.stat().st_mode & 0o777 == 0o600
    region.write(path, [])
    assert not path.exists()
    assert region.read(path) == []


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "x = 1",
        "[a]\naddress = 'https://a.example'",
        "[a]\naddress = 'https://a.example'\nkey = 1",
        "[a]\naddress = 'https://a.example'\nkey = 'k'\nwho = 'x'",
        "['../a']\naddress = 'https://a.example'\nkey = 'k'",
        "[a]\naddress = 'http://a.example'\nkey = 'k'",
        "[a]\naddress = 'https://a.example'\npages = 'javascript:alert(1)'\nkey = 'k'",
    ],
)
def test_a_spoilt_list_is_refused_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "region.toml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(BadSettings, match="MCU_REGION_FILE"):
        region.read(path)


@pytest.mark.parametrize(
    "address",
    [
        "http://mcu.example.ru",
        "http://93.184.216.34",
        "ftp://a.example",
        "https://user:word@a.example",
        "https://a.example/?profile=b",
        "https://a.example/#x",
        'https://a.example/"onclick=',
        "a.example",
        "",
    ],
)
def test_a_key_travels_by_tls_or_within_the_own_network_only(address: str) -> None:
    with pytest.raises(BadInput):
        region.neighbour("a", address or " ", "key")


@pytest.mark.parametrize(
    "address",
    ["https://a.example", "http://localhost:8000", "http://127.0.0.1:1", "http://10.1.2.3", "http://mcu-a:8000"],
)
def test_addresses_of_the_own_network_need_no_tls(address: str) -> None:
    assert region.neighbour("a", address, "key").address == address


@pytest.mark.parametrize("key", ["", " ", "ключ", "a\nb", "a\r\nX: y"])
def test_a_key_that_would_break_the_request_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        region.neighbour("a", "https://a.example", key)
