"""Where the site begins. Error pages are templates: 400, 403, 404, 500, and 503 where the database is away."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "Clinic administration"
admin.site.site_title = "Clinic administration"
admin.site.index_title = "People, groups and the clinic's own settings"

handler400 = "django.views.defaults.bad_request"
handler403 = "django.views.defaults.permission_denied"
handler404 = "django.views.defaults.page_not_found"
handler500 = "clinic_site.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("intake.urls")),
]
