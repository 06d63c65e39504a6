"""An identity provider on loopback: a real HTTP server with discovery, PKCE, one-time codes and signed words.

A test may spoil its words (`spoil`), as a provider that is broken or hostile would.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "mcu", "client-secret"


class IdentityProvider:
    """Start, sign people in as `subject`, stop."""

    def __init__(self, now: Callable[[], int] = lambda: int(time.time())) -> None:
        self.subject, self.spoil, self.alone = "esia-1000", dict[str, Any](), ""
        self._now, self._key, self._codes = now, RSAKey.generate_key(2048, {"kid": "1"}), dict[str, dict[str, str]]()
        self.foreign = RSAKey.generate_key(2048, {"kid": "1"})
        self.asked: list[str] = []

    def __enter__(self) -> "IdentityProvider":
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._get(self)

            def do_POST(self) -> None:
                outer._post(self)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _get(self, of: BaseHTTPRequestHandler) -> None:
        path, asked = urlsplit(of.path).path, parse_qs(urlsplit(of.path).query)
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            _say(of, 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            })  # fmt: skip
        elif path == "/keys":
            _say(of, 200, {"keys": [self._key.as_dict(private=False)]})
        elif path == "/authorize" and asked.get("client_id") == [CLIENT]:
            code = secrets.token_urlsafe(16)
            self._codes[code] = {name: values[0] for name, values in asked.items()}
            of.send_response(302)
            of.send_header(
                "Location", f"{asked['redirect_uri'][0]}?{urlencode({'code': code, 'state': asked['state'][0]})}"
            )
            of.end_headers()
        else:
            _say(of, 404, {})

    def _post(self, of: BaseHTTPRequestHandler) -> None:
        asked = {k: v[0] for k, v in parse_qs(of.rfile.read(int(of.headers["Content-Length"])).decode()).items()}
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        held = self._codes.pop(asked.get("code", ""), None)
        if of.headers.get("Authorization") != f"Basic {known}" or held is None:
            return _say(of, 400, {"error": "invalid_grant"})
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).decode().rstrip("=") != held.get("code_challenge"):
            return _say(of, 400, {"error": "invalid_grant"})
        if asked.get("redirect_uri") != held["redirect_uri"]:
            return _say(of, 400, {"error": "invalid_grant"})
        _say(of, 200, {"access_token": "a", "token_type": "Bearer", "id_token": self._word(held["nonce"])})
        return None

    def _word(self, nonce: str) -> str:
        now = self._now()
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": nonce, "iat": now, "exp": now + 300,
        }  # fmt: skip
        claims = {name: value for name, value in {**claims, **self.spoil}.items() if value is not None}
        if self.alone == "none":
            return ".".join(_packed(each) for each in ({"alg": "none"}, claims)) + "."
        if self.alone == "hmac":
            public = OctKey.import_key(self._key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "1"}, claims, public, algorithms=["HS256"])
        key = self.foreign if self.alone == "foreign" else self._key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


def _packed(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def _say(of: BaseHTTPRequestHandler, status: int, body: dict[str, Any]) -> None:
    packed = json.dumps(body).encode()
    of.send_response(status)
    of.send_header("Content-Type", "application/json")
    of.send_header("Content-Length", str(len(packed)))
    of.end_headers()
    of.wfile.write(packed)
