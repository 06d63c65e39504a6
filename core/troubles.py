"""What is wrong with a line, in Russian: the libraries' exceptions by the names of their classes."""

from collections.abc import Mapping

TROUBLES: Mapping[str, str] = {
    "ConnectTimeout": "соединение не установлено вовремя",
    "ReadTimeout": "нет ответа вовремя",
    "SSLError": "сертификат сервера не принят",
    "ProxyError": "посредник не отвечает",
    "ChunkedEncodingError": "ответ оборван",
    "ContentDecodingError": "ответ испорчен",
    "TooManyRedirects": "слишком много переадресаций",
    "ConnectionRefusedError": "в соединении отказано",
    "ConnectionResetError": "соединение оборвано",
    "SMTPServerDisconnected": "соединение оборвано",
    "gaierror": "имя сервера не найдено",
    "Timeout": "нет ответа вовремя",
    "TimeoutError": "нет ответа вовремя",
    "ConnectionError": "соединение не установлено",
    "OSError": "сбой сети",
}


def trouble(error: BaseException) -> str:
    """Of the error's class and those above it the first that is known; an unknown one keeps the name of its class,
    which is no resident's and helps whoever searches for it."""
    found = (TROUBLES[each.__name__] for each in type(error).__mro__ if each.__name__ in TROUBLES)
    return next(found, type(error).__name__)
