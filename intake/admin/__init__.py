"""The admin site: people and roles, the clinic, services it refers to, and the audit rows to read. Nothing clinical."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from intake.models import AuditEvent, ClinicProfile, Service

from .audit import AuditEventAdmin
from .clinic import ClinicProfileAdmin
from .people import PersonAdmin
from .roles import RoleAdmin
from .services import ServiceAdmin


@login_not_required
def to_sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The admin site has no sign-in page of its own: there is one way in, with every factor that it asks for."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"), "sign-in")


admin.site.login = to_sign_in  # type: ignore[method-assign]
admin.site.disable_action("delete_selected")
admin.site.unregister([User, Group])
admin.site.register(User, PersonAdmin)
admin.site.register(Group, RoleAdmin)
admin.site.register(ClinicProfile, ClinicProfileAdmin)
admin.site.register(Service, ServiceAdmin)
admin.site.register(AuditEvent, AuditEventAdmin)
