"""Getting past the sign-in: by hand where the page is part of the story, by the session alone everywhere else."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page

from tests.factories import PASSWORD


def sign_in(page: Page, username: str) -> None:
    """As a person does it; ends on the page that their role begins with."""
    page.goto("/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def signed_in(page: Page, user: User) -> Page:
    """The same page, whose browser holds this person's session from now on. It has opened nothing yet."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )
    return page
