"""Requests that nobody sends by accident: invented parameters, heads and bodies, for every address, method and role."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

from django.apps import apps
from django.core.signals import request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import strategies as st

from clinic_site.handler import Utf8WSGIHandler, Utf8WSGIRequest
from intake.clinical.rules.questions import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent
ODD = [
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\u202e",
        "\ufeff",
        "\r\nX: y",
        "<script>",
        "' OR 1=1 --",
        "%",
        "%%",
        "{}",
        "{{",
        "\\",
        "..",
        "🦵",
    ),
    *(
        "-1",
        "0",
        "4",
        "1.5",
        "NaN",
        "inf",
        "-Infinity",
        "1e400",
        "0x10",
        "\uff11\uff12",
        "٣",
        "²",
        str(2**31),
        str(2**63),
        "9" * 5000,
    ),
    *(
        "null",
        "true",
        "on",
        "[",
        "[]",
        '{"a":',
        '"\\ud800"',
        '{"phq.q9": "\\ud800"}',
        "[" * 2000,
        '{"a": NaN}',
        '{"a": 1e999}',
    ),
    *("0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "29 February 2025", "24:61", "31/12/9999", "10000 years"),
    *(
        "x" * 5000,
        "e\u0301" * 3000,
        "\U0010ffff",
        "ﷺ",
        "İ",
        "ß",
        "00000000-0000-0000-0000-000000000000",
        "../../etc/passwd",
    ),
]
TEXT = st.sampled_from(ODD) | st.text(max_size=30) | st.integers().map(str)
BYTES = TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.sampled_from(
    [b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"+ADw-"]
)
METHODS = st.sampled_from(
    ["GET"] * 5 + ["POST"] * 12 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "É"]
)
CONTENT_TYPES = st.sampled_from(
    [
        *["application/x-www-form-urlencoded"] * 8,
        *(
            f"application/x-www-form-urlencoded; charset={name}"
            for name in ("utf-7", "idna", "base64", "utf-16", "\0", "UTF-8")
        ),
        *("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=" + "b" * 300),
        *(
            "multipart/form-data; boundary=x; charset=idna",
            "multipart/mixed; boundary=x",
            "text/plain; charset=punycode",
        ),
        *("application/json", "application/json; charset=utf-32", "", ";", "é/ü; charset=", "a" * 5000),
    ]
)
MULTIPART = st.lists(
    st.sampled_from(
        [
            b"--x\r\n",
            b"--x--\r\n",
            b"\r\n",
            b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n',
            b"Content-Disposition: form-data; name*=idna''a; filename*=idna'%00'%ff\r\n\r\n",
            b'Content-Disposition: form-data; name="text"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!',
            b'Content-Disposition: form-data; name="day_0"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+',
            b"Content-Length: -1\r\n",
            b"time,family_name\r\n09:00,\x00\xff\r\n",
            b"\xff\xd8\xff\xe0",
        ]
    ),
    max_size=8,
).map(b"".join)
HEADS = st.dictionaries(
    st.sampled_from(
        [
            *(
                "HTTP_COOKIE",
                "HTTP_HOST",
                "HTTP_ACCEPT_LANGUAGE",
                "HTTP_ACCEPT",
                "HTTP_REFERER",
                "HTTP_ORIGIN",
                "HTTP_RANGE",
            ),
            *("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"),
            *("HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_HX_CURRENT_URL", "HTTP_SEC_FETCH_MODE", "HTTP_SCRIPT_NAME"),
            *(
                "HTTP_TRANSFER_ENCODING",
                "HTTP_ACCEPT_ENCODING",
                "HTTP_X_CSRFTOKEN",
                "CONTENT_LENGTH",
                "SCRIPT_NAME",
                "SCRIPT_URL",
            ),
            *("HTTP_USER_AGENT", "HTTP_EXPECT", "HTTP_X_FORWARDED_FOR", "REMOTE_ADDR", "HTTP_AUTHORIZATION"),
        ]
    ),
    BYTES.map(lambda text: text.decode("latin-1"))
    | st.sampled_from(["chunked", "true", "gzip, \0", "sessionid=a\0b; csrftoken"]),
    max_size=3,
)


@cache
def field_names() -> list[str]:
    """Of every form, every column and every question: a page is sent what is another's, too."""
    templates = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("templates/**/*.html"))
    names = set(re.findall(r'name="([\w-]+)"', templates)) | {
        name for id_ in QUESTIONS for name in (id_, id_.replace(".", "-"))
    }
    columns = {column.name for model in apps.get_models() for column in model._meta.concrete_fields}
    return sorted(
        names
        | columns
        | {"q", "o", "p", "e", "all", "_to_field", "_popup", "next", "weeks", "after", "_save", "action"}
    )


@dataclass(frozen=True)
class Sent:
    """One request as it goes over the wire."""

    who: str
    method: str
    path: str
    content_type: str = "application/x-www-form-urlencoded"
    query: str = ""
    body: bytes = b""
    heads: dict[str, str] = field(default_factory=dict)


def urlencoded(pairs: list[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in pairs).encode()


def requests(who: list[str], places: list[tuple[str, dict[str, Any], dict[str, list[str]]]]) -> st.SearchStrategy[Sent]:
    """Places: a format of each address, the ids that exist, and what the page's own forms send."""

    @st.composite
    def made(draw: Any) -> Sent:
        route, ids, fields = draw(st.sampled_from(places))
        given = {
            key: draw(st.just(str(known)) | st.just(str(known)) | BYTES.map(quote_from_bytes))
            for key, known in ids.items()
        }
        names = st.sampled_from(
            field_names() if not fields else [*fields, *field_names()[:: max(1, 400 // len(fields))]]
        )
        pairs = [(name, value.encode()) for name, values in fields.items() for value in values]
        hostile = draw(st.lists(st.tuples(names, BYTES), max_size=6))
        kept = [
            (name, value) for name, value in pairs if name not in {name for name, _ in hostile} or draw(st.booleans())
        ]
        content_type = draw(CONTENT_TYPES)
        body = draw(MULTIPART) if "multipart" in content_type else urlencoded([*kept, *hostile])
        query = urlencoded(draw(st.lists(st.tuples(names, BYTES), max_size=3))).decode()
        return Sent(
            who=draw(st.sampled_from(who)),
            method=draw(METHODS),
            path="/" + re.sub(r"\{(\w+)\}", lambda key: given.get(key[1], "1"), route),
            content_type=content_type,
            query=draw(st.just(query) | st.sampled_from(["%", "%zz=%ff", "a=%00", "&&==;", "?" * 50])),
            body=draw(st.just(body) | st.binary(max_size=60)),
            heads=draw(HEADS | st.just({})),
        )

    return made()


def answer(sent: Sent, cookies: str = "") -> tuple[int, str]:
    """Status and page, as a server hands the request over; what it did is undone. Raises what the page raises."""
    told: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": sent.method,
        "PATH_INFO": unquote_to_bytes(sent.path).decode("latin-1"),
        "QUERY_STRING": sent.query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_COOKIE": cookies,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(sent.body),
        "wsgi.errors": io.StringIO(),
        "CONTENT_TYPE": sent.content_type,
        "CONTENT_LENGTH": str(len(sent.body)),
    }
    request_started.disconnect(close_old_connections)  # as Django's own client has it
    with override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True), transaction.atomic():
        page = b"".join(door()(environ | sent.heads, lambda status, _: told.append(status)))  # type: ignore[arg-type]
        transaction.set_rollback(True)
    return int(told[0][:3]), page.decode("utf-8", "replace")


class Request(Utf8WSGIRequest):
    _dont_enforce_csrf_checks = True
    """Otherwise nothing gets further than to the check of a form's token."""


class Door(Utf8WSGIHandler):
    request_class = Request


door = cache(Door)
