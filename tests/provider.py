"""An identity provider on this machine, which says what a test has it say."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

CLIENT_ID = "the-clinic"
SUBJECT = "7f3a"


@cache
def key_pair(which: str = "the provider's") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Signs whoever comes on as this person."""

    address: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": SUBJECT, "preferred_username": "nora"})
    """What the userinfo endpoint says."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Of the ID token, in place of the right ones; None leaves one out."""
    sign: Callable[[dict[str, Any]], str] | None = None
    """Another way to make the ID token."""
    replies: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Another answer of an endpoint: its status and its body."""
    asked: dict[str, str] = field(default_factory=dict)
    """With what the person was sent here."""
    posted: dict[str, list[str]] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        endpoints = {"AUTHORIZATION": "authorize", "TOKEN": "token", "USER": "userinfo", "JWKS": "jwks"}
        return {
            "SINGLE_SIGN_ON": True,
            "AUTHENTICATION_BACKENDS": [
                "django.contrib.auth.backends.ModelBackend",
                "intake.single_sign_on.ProviderBackend",
            ],
            "OIDC_OP_ISSUER": self.address,
            **{f"OIDC_OP_{name}_ENDPOINT": f"{self.address}/{path}" for name, path in endpoints.items()},
            "OIDC_RP_CLIENT_ID": CLIENT_ID,
            "OIDC_RP_CLIENT_SECRET": "a secret between the two",
            "OIDC_ROLES": [("doctors", "Clinician"), ("desk", "Front desk"), ("admins", "Administrator")],
            "OIDC_FACTOR_CLAIMS": [("amr", "mfa")],
        }

    def come_back(self, client: Client, *, going_to: str = "", **query: str) -> Any:
        """A browser goes to the provider, where the person signs in, and comes back."""
        away = client.get("/single-sign-on/", {"next": going_to} if going_to else {})
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(away.headers["Location"]).query).items()}
        return client.get("/single-sign-on/back/", {"code": "a-code", "state": self.asked["state"]} | query)

    def id_token(self) -> str:
        now = int(time.time())
        right = {"iss": self.address, "aud": CLIENT_ID, "sub": SUBJECT, "iat": now, "exp": now + 300}
        merged = right | {"nonce": self.asked.get("nonce")} | self.claims
        said = {name: value for name, value in merged.items() if value is not None}
        return self.sign(said) if self.sign else jwt.encode(said, key_pair(), "RS256", headers={"kid": "1"})

    def answer(self, path: str) -> tuple[int, bytes]:
        if path in self.replies:
            return self.replies[path]
        said = {"/token": self._tokens, "/userinfo": lambda: self.person, "/jwks": lambda: {"keys": [_public()]}}
        return 200, json.dumps(said[path]()).encode()

    def _tokens(self) -> dict[str, Any]:
        verifier = self.posted["code_verifier"][0]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        assert challenge == self.asked["code_challenge"]
        return {"access_token": "opens the userinfo", "token_type": "Bearer", "id_token": self.id_token()}


def _public() -> dict[str, Any]:
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key_pair().public_key())) | {"kid": "1", "alg": "RS256"}


@contextmanager
def provider() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = there.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            there.posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.do_GET()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
