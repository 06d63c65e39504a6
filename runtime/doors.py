"""Who may come in, by the settings: the identity provider, and the key by which second factors are sealed."""

from api.oidc import OpenId
from api.sealing import KEY_BYTES, Seal
from core.errors import BadSettings
from core.ports import Provider
from runtime import secretfile
from runtime.settings import Settings


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
    secretfile.make(path, KEY_BYTES, "MCU_SEAL_FILE")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadSettings(f"MCU_SEAL_FILE: в файле {path} не {KEY_BYTES} байт")
    return Seal(key)
