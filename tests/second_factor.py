"""An authenticator app and a security key, as people hold them in their hands."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import struct
import time
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django_otp.oath import TOTP

from intake.actions.factors import new_key, renew_recovery_codes, set_up_authenticator
from intake.passkeys import SitePasskeys
from tests.factories import PASSWORD

HOST = "localhost"
"""Browsers know passkeys by a name."""


def code_of(key: bytes, *, later: int = 0) -> str:
    """What the app shows now, or so many steps of 30 seconds later."""
    app = TOTP(key)
    app.time = time.time() + 30 * later
    return f"{app.token():06}"


def set_up(user: User, *, is_first: bool = True) -> bytes:
    """The user has an authenticator, whose code of now is not used yet; its key."""
    key = new_key()
    set_up_authenticator(user=user, key=key, step=0, is_first=is_first)
    return key


def recovery_codes(user: User) -> list[str]:
    return renew_recovery_codes(user=user)


def with_password(user: User, **client: Any) -> Client:
    """Signed in by password alone."""
    half = Client(**client)
    half.post("/sign-in/", {"username": user.get_username(), "password": PASSWORD})
    return half


def signed_in(user: User, **client: Any) -> tuple[Client, bytes]:
    """Signed in with both factors; and the authenticator's key."""
    key, whole = set_up(user), with_password(user, **client)
    assert whole.post("/second-step/", {"code": code_of(key)}).status_code == 302
    return whole, key


def key_on(page: Any) -> bytes:
    """The key that a page tells to type."""
    found = re.search(r'class="typed-key"><code>([A-Z2-7 ]+)</code>', page.content.decode())
    assert found
    bare = found[1].replace(" ", "")
    return base64.b32decode(bare + "=" * (-len(bare) % 8))


def codes_on(page: Any) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page.content.decode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class SecurityKey:
    """Answers as a browser does, for pages at this host."""

    host: str = HOST
    origin: str = f"http://{HOST}"
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    used: int = 0

    def create(self, asked: dict[str, Any]) -> str:
        point = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        known = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(0x41) + known})
        said = self._said("webauthn.create", asked)
        made = {"clientDataJSON": _text(said), "attestationObject": _text(attested), "transports": ["usb"]}
        return self._answer(made)

    def get(self, asked: dict[str, Any]) -> str:
        self.used += 1
        said, data = self._said("webauthn.get", asked), self._data(0x01)
        signature = self.private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        signed = {"clientDataJSON": said, "authenticatorData": data, "signature": signature}
        return self._answer({name: _text(value) for name, value in signed.items()} | {"userHandle": None})

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.used)

    def _said(self, what: str, asked: dict[str, Any]) -> bytes:
        said = {"type": what, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response})


def add_passkey(client: Client, key: SecurityKey, name: str = "Key ring") -> Any:
    asked = client.post("/second-factor/passkeys/new/ask/").json()
    return client.post("/second-factor/passkeys/new/", {"answer": key.create(asked), "name": name})


def use_passkey(client: Client, key: SecurityKey, **sent: str) -> Any:
    asked = client.post("/second-step/passkey/ask/").json()
    return client.post("/second-step/passkey/", {"answer": key.get(asked), **sent})


def offered(user: User) -> tuple[dict[str, Any], str]:
    """What is asked for a new passkey of this user, and the answer."""
    passkeys = SitePasskeys(RequestFactory().get("/", SERVER_NAME=HOST))
    options, state = passkeys.register_begin(user)
    return {"passkeys": passkeys, "state": state}, SecurityKey().create(options)


def asked(user: User) -> tuple[dict[str, Any], str]:
    """What is asked of a passkey that this user has from now on, and the answer."""
    key, passkeys = SecurityKey(), SitePasskeys(RequestFactory().get("/", SERVER_NAME=HOST))
    options, state = passkeys.register_begin(user)
    passkeys.added(user, state, key.create(options))
    options, state = passkeys.authenticate_begin(user, require_user_verification=False)
    return {"passkeys": passkeys, "state": state}, key.get(options)
