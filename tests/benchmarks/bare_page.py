"""The addresses of the site, and a view that only writes a row and its audit event: what the stack costs a write."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from clinic_site import urls
from intake.actions.audit import audited, record
from intake.models import TokenBucket
from intake.roles import FRONT_DESK
from intake.views.access import StaffRequest, audience

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@audited
def write_one_row(request: StaffRequest) -> None:
    row = TokenBucket.objects.create(key=uuid.uuid4().hex, full_at=0)
    record(actor=request.user, action="save", on=row)


@require_POST
@audience(FRONT_DESK, reads=None)
def bare(request: StaffRequest) -> HttpResponse:
    write_one_row(request)
    return HttpResponse("written")


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
