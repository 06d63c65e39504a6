"""Sign-in by OpenID Connect: the authorization code flow with PKCE, state and nonce, for a regional identity provider
or a gateway to ЕСИА.

Authlib speaks OAuth 2; joserfc, by the same author, checks the signature. Only asymmetric signatures are taken, and who
the person is comes from the signed word alone.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core.errors import Denied, Transient

TIMEOUT = (5.0, 10.0)
"""Seconds to connect, and to the answer."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
SLACK = 60
"""Seconds by which the provider's clock may be wrong."""
SUBJECT_MOST = 255


class OpenId:
    """Fulfils `core.ports.Provider`. `claim` is the part of the signed word that names a person: `sub` by the standard;
    another only where the provider promises that it is never given to somebody else."""

    def __init__(self, issuer: str, client: str, secret: str, title: str, claim: str = "sub") -> None:
        self._issuer, self._client, self._secret, self.title = issuer.rstrip("/"), client, secret, title
        self._claim = claim

    def start(self, state: str, back: str) -> tuple[str, Mapping[str, str]]:
        """The address to lead the browser to, with nonce and verifier of this one sign-in. Raises Transient."""
        kept = {"nonce": secrets.token_urlsafe(32), "verifier": secrets.token_urlsafe(48)}
        address, _ = self._session(back).create_authorization_url(
            self._told()["authorization_endpoint"], state=state, nonce=kept["nonce"], code_verifier=kept["verifier"]
        )
        return str(address), kept

    def finish(self, code: str, kept: Mapping[str, str], back: str, at: datetime) -> str:
        """Who the person is to the provider. Raises Denied for a word that is not to be trusted, Transient."""
        told = self._told()
        try:
            token = self._session(back).fetch_token(
                told["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=kept["verifier"],
                timeout=TIMEOUT,
                allow_redirects=False,
            )
            claims = self._trusted(str(token["id_token"]), told, kept["nonce"], at)
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            raise Denied("поставщик учётных записей не подтвердил вход") from error
        except requests.RequestException as error:
            raise Transient("нет связи с поставщиком учётных записей") from error
        subject = claims.get(self._claim)
        if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_MOST:
            raise Denied(f"поставщик учётных записей не назвал человека («{self._claim}»)")
        return subject

    def _trusted(self, word: str, told: Mapping[str, Any], nonce: str, at: datetime) -> dict[str, Any]:
        keys = KeySet.import_key_set(_read(told["jwks_uri"]))  # type: ignore[arg-type]  # a document of the network
        found = jwt.decode(word, keys, algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            now=int(at.timestamp()),
            leeway=SLACK,
            iss={"essential": True, "value": self._issuer_of(told)},
            aud={"essential": True, "value": self._client},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(found.claims)
        named = found.claims.get("azp", self._client if _single(found.claims["aud"]) else "")
        if named != self._client:
            raise Denied("поставщик учётных записей выдал подтверждение не нам")
        return found.claims

    def _issuer_of(self, told: Mapping[str, Any]) -> str:
        """The issuer as the provider spells it, which is the one of the settings but for a last slash."""
        issuer = str(told.get("issuer", ""))
        if issuer.rstrip("/") != self._issuer:
            raise Denied("поставщик учётных записей называет себя иначе, чем в настройке MCU_OIDC_ISSUER")
        return issuer

    def _told(self) -> Mapping[str, Any]:
        found = _read(f"{self._issuer}/.well-known/openid-configuration")
        if not {"authorization_endpoint", "token_endpoint", "jwks_uri", "issuer"} <= found.keys():
            raise Transient("описание поставщика учётных записей неполно")
        self._issuer_of(found)
        return found

    def _session(self, back: str) -> OAuth2Session:
        made = OAuth2Session(
            self._client, self._secret, scope="openid", redirect_uri=back, code_challenge_method="S256"
        )
        made.trust_env = False
        return made


def _single(audience: object) -> bool:
    return isinstance(audience, str) or (isinstance(audience, list) and len(audience) == 1)


def _read(address: str) -> dict[str, Any]:
    """A document of the provider. Raises Transient."""
    with requests.Session() as http:
        http.trust_env = False
        try:
            answer = http.get(address, timeout=TIMEOUT, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise Transient("нет связи с поставщиком учётных записей") from error
    if not isinstance(found, dict):
        raise Transient("поставщик учётных записей ответил непонятно")
    return found
