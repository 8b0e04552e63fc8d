"""The admin site: people and roles, the clinic, services it refers to, and the audit rows to read. Nothing clinical."""

from django.contrib import admin
from django.contrib.auth.models import Group, User

from intake.models import AuditEvent, ClinicProfile, Service

from .audit import AuditEventAdmin
from .clinic import ClinicProfileAdmin
from .people import PersonAdmin
from .roles import RoleAdmin
from .services import ServiceAdmin
from .ways_in import change_password, sign_in, sign_out

admin.site.login = sign_in  # type: ignore[method-assign]
admin.site.logout = sign_out  # type: ignore[method-assign, assignment]
admin.site.password_change = change_password  # type: ignore[method-assign, assignment]
admin.site.disable_action("delete_selected")
admin.site.unregister([User, Group])
admin.site.register(User, PersonAdmin)
admin.site.register(Group, RoleAdmin)
admin.site.register(ClinicProfile, ClinicProfileAdmin)
admin.site.register(Service, ServiceAdmin)
admin.site.register(AuditEvent, AuditEventAdmin)
