"""Who may come in, by the settings: the identity provider, and the key by which second factors are sealed."""

import os
import secrets

from api.oidc import OpenId
from api.sealing import KEY_BYTES, Seal
from core.errors import BadSettings
from core.ports import Provider
from runtime.settings import Settings

PRIVATE = 0o600


def provider(settings: Settings) -> Provider | None:
    """The identity provider; None where none is set. Raises BadSettings where half of it is."""
    secret = settings.oidc_secret.get_secret_value()
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client or not secret:
        raise BadSettings("настройка MCU_OIDC_ISSUER: с ней нужны MCU_OIDC_CLIENT и MCU_OIDC_SECRET")
    return OpenId(settings.oidc_issuer, settings.oidc_client, secret, settings.oidc_title, settings.oidc_claim)


def seal(settings: Settings) -> Seal:
    """The seal of this installation; its key is made at the first use, readable by its owner only."""
    path = settings.seal_path
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    except FileExistsError:
        pass
    except OSError as error:
        raise BadSettings(f"MCU_SEAL_FILE: файл {path} создать нельзя ({error.strerror})") from None
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadSettings(f"MCU_SEAL_FILE: в файле {path} не {KEY_BYTES} байт")
    return Seal(key)
