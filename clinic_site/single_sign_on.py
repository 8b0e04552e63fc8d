"""Single sign-on by OpenID Connect, where the environment says how. All of it, or nothing."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from clinic_site import environment

NEEDED = {
    "OIDC_OP_ISSUER": "who the provider says it is, word for word: the issuer of its discovery document",
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "the provider's page where people sign in",
    "OIDC_OP_TOKEN_ENDPOINT": "where this site fetches what the provider says of them",
    "OIDC_OP_USER_ENDPOINT": "where it fetches more of them: the provider's userinfo endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "the keys that the provider signs with (RS256)",
    "OIDC_RP_CLIENT_ID": "the name of this site at the provider",
    "OIDC_RP_CLIENT_SECRET": "the secret of this site at the provider",
    "OIDC_ROLES": "which group of the provider is which role here: intake-doctors=Clinician, intake-desk=Front desk",
}
OPTIONAL = {
    "OIDC_GROUPS_CLAIM": "the claim that lists somebody's groups (groups)",
    "OIDC_RP_SCOPES": 'what is asked of the provider ("openid profile email")',
    "OIDC_LINK_BY_EMAIL": "whether a first sign-on finds the account by an address that the provider verified (false)",
    "OIDC_FACTOR_CLAIMS": "how it says that a second factor was given, such as amr=mfa; then we ask for none",
}
_ADDRESS = re.compile(r"https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?", re.ASCII)


def read(roles: tuple[str, ...]) -> dict[str, Any]:
    """The settings by name, each of them always there; ``SINGLE_SIGN_ON`` says whether they count."""
    given = {name: _asked(name) for name in NEEDED}
    is_on = any(given.values())
    if is_on:
        _check(given)
    return {
        **given,
        "SINGLE_SIGN_ON": is_on,
        "OIDC_ROLES": _roles(given["OIDC_ROLES"], roles),
        "OIDC_GROUPS_CLAIM": _option("OIDC_GROUPS_CLAIM", "groups"),
        "OIDC_RP_SCOPES": _option("OIDC_RP_SCOPES", "openid profile email"),
        "OIDC_LINK_BY_EMAIL": environment.flag("OIDC_LINK_BY_EMAIL", what_for=OPTIONAL["OIDC_LINK_BY_EMAIL"]),
        "OIDC_FACTOR_CLAIMS": _pairs("OIDC_FACTOR_CLAIMS", _option("OIDC_FACTOR_CLAIMS")),
    }


def _asked(name: str) -> str:
    ask = environment.secret if name.endswith("_SECRET") else environment.optional
    return ask(name, what_for=f"for single sign-on, {NEEDED[name]}")


def _option(name: str, default: str = "") -> str:
    return environment.optional(name, default, what_for=f"for single sign-on, {OPTIONAL[name]}")


def _check(given: dict[str, str]) -> None:
    for name, value in given.items():
        if not value:
            wanted = f"It is {NEEDED[name]}. Set all of them, or none."
            raise ImproperlyConfigured(f"{name} is not set, but others for single sign-on are. {wanted}")
        if name.endswith(("_ENDPOINT", "_ISSUER")) and not _ADDRESS.fullmatch(value):
            raise ImproperlyConfigured(f"{name} is {value!r}. It is an address that begins with https://.")


def _roles(text: str, known: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = _pairs("OIDC_ROLES", text)
    for _, role in pairs:
        if role not in known:
            raise ImproperlyConfigured(f"OIDC_ROLES names the role {role!r}. The roles are: {', '.join(known)}.")
    return pairs


def _pairs(name: str, text: str) -> list[tuple[str, str]]:
    """Of "left=right, left=right"; what stands left may hold "=" itself, as the names of groups in a directory do."""
    pairs = [part.rpartition("=") for part in environment.listed(text)]
    if any(not left.strip() or not right.strip() for left, _, right in pairs):
        raise ImproperlyConfigured(f"{name} is {text!r}. It is a list such as value=Name, other value=Other name.")
    return [(left.strip(), right.strip()) for left, _, right in pairs]
