"""What is wrong with a line is said in Russian."""

import socket
from smtplib import SMTPServerDisconnected

import pytest
import requests

from core.troubles import trouble


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (requests.exceptions.ConnectionError(), "соединение не установлено"),
        (requests.exceptions.ReadTimeout(), "нет ответа вовремя"),
        (requests.exceptions.SSLError(), "сертификат сервера не принят"),
        (ConnectionRefusedError(), "в соединении отказано"),
        (BrokenPipeError(), "соединение не установлено"),
        (socket.gaierror(), "имя сервера не найдено"),
        (SMTPServerDisconnected(), "соединение оборвано"),
        (ValueError("Иванова"), "ValueError"),
    ],
)
def test_a_trouble_is_named_by_its_class_and_never_by_its_words(error: BaseException, said: str) -> None:
    assert trouble(error) == said
