"""The directory of services: kept one by one, or as a list from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from intake.actions.refused import NotPossibleError
from intake.actions.services import save_service, save_service_list
from intake.forms.csv_file import BYTES_AT_MOST, FileError, decoded
from intake.models import Service
from intake.models.referral_limits import Urgency
from intake.stored.services import FIELDS
from intake.views.access import takes_files

from .service_list import COLUMNS, planned_services, service_list, stamp
from .service_steps import step_choices

LIST = "admin:intake_service_changelist"


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    steps = forms.MultipleChoiceField(
        required=False,
        label="Steps it takes",
        widget=forms.CheckboxSelectMultiple,
        help_text="A clinician who refers for one of these is offered this service. Nothing ticked: it is offered for "
        "any of them.",
    )
    urgencies = forms.MultipleChoiceField(
        required=False,
        label="Urgencies it takes",
        choices=Urgency.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing ticked: it is offered whatever the urgency.",
    )

    class Meta:
        model = Service
        fields = FIELDS
        widgets = {
            "name": forms.TextInput({"size": 60}),
            "address": forms.TextInput({"size": 60}),
            "wants": forms.Textarea({"rows": 4}),
            "limits": forms.Textarea({"rows": 4}),
        }
        help_texts = {
            "name": "As the letter is addressed. No two services have the same; a list from a file is matched by it.",
            "address": "In one line. Printed on the letter.",
            "phone": "Whom to call, above all where something is urgent.",
            "email": "For letters sent by your own secure mail: this program sends nothing itself.",
            "wants": "Shown beside the letter while it is being written, such as “ABPI if done; smoking; which leg”.",
            "active": "Whoever is not used any more is made inactive: nobody is offered it, and what was sent there "
            "keeps its name. Services are never deleted.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = step_choices(self.instance.steps)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Two names that differ in capitals alone are taken for one another."""
        name = " ".join(self.cleaned_data["name"].split())
        if Service.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("There is a service with this name already.")
        return name


class UploadForm(forms.Form):
    """The file; or, when it is taken, the file's text as it was shown."""

    file = forms.FileField(required=False, label="CSV file", widget=forms.FileInput({"accept": ".csv,text/csv"}))
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> None:
        """Adds ``text``, what would happen as ``planned``, and whether the encoding is a guess."""
        data: dict[str, Any] = self.cleaned_data
        try:
            if data.get("file"):
                data["text"], data["guessed"] = decoded(data["file"].read(BYTES_AT_MOST + 1))
            elif not data.get("text") and "file" not in self.errors:
                raise FileError("Choose the file.")
            if data.get("text"):
                data["planned"] = planned_services(data["text"])
        except FileError as wrong:
            self.add_error("file", str(wrong))


class UrgencyFilter(admin.SimpleListFilter):
    title, parameter_name = "urgency that it takes", "urgency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Urgency.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Service]) -> QuerySet[Service]:
        if not self.value():
            return queryset
        # Neither database looks into a list the other's way; a directory has a few dozen rows.
        return queryset.filter(
            pk__in=[each.pk for each in queryset if self.value() in (each.urgencies or [self.value()])]
        )


class ServiceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    class Media:
        css = {"all": ["intake/services.css"]}

    form = ServiceForm
    change_list_template = "admin/services/change_list.html"
    list_display = ["name", "kind", "phone", "steps_taken", "urgencies_taken", "is_confidential", "active"]
    list_filter = ["active", "confidential", UrgencyFilter, "kind"]
    search_fields = ["name", "kind", "address", "phone", "email"]
    search_help_text = "By name, kind, address, phone or e-mail; or by the id of a step, such as R10"
    fieldsets = [
        ("Who it is", {"fields": ["name", "kind", "address", "phone", "email", "active", "confidential"]}),
        ("What it takes", {"fields": ["urgencies", "steps"]}),
        ("Letters and time limits", {"fields": ["wants", "limits"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("services.csv", self.admin_site.admin_view(self.download), name="intake_service_csv"),
            path("upload/", self.admin_site.admin_view(self.upload), name="intake_service_upload"),
        ]
        return own + super().get_urls()

    # What the list says

    @admin.display(description="steps")
    def steps_taken(self, service: Service) -> str:
        return ", ".join(service.steps) or "any"

    @admin.display(description="urgencies")
    def urgencies_taken(self, service: Service) -> str:
        return ", ".join(Urgency(each).label for each in service.urgencies if each in Urgency.values) or "any"

    @admin.display(description="confidential", ordering="confidential", boolean=True)
    def is_confidential(self, service: Service) -> bool:
        return service.confidential

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, twice = super().get_search_results(request, queryset, search_term)
        id_ = search_term.strip().casefold()
        taking = [each.pk for each in queryset if id_ in (step.casefold() for step in each.steps)]
        return (found | queryset.filter(pk__in=taking) if taking else found), twice

    # Who may do what

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _check(self, request: HttpRequest) -> None:
        """A list both adds and changes."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    # What is done

    def save_model(self, request: Any, obj: Service, form: Any, change: bool) -> None:
        save_service(actor=request.user, service=obj)

    def download(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        headers = {"Content-Disposition": 'attachment; filename="services.csv"'}
        return HttpResponse(service_list(), content_type="text/csv; charset=utf-8", headers=headers)

    @takes_files(3 * BYTES_AT_MOST)
    @method_decorator(csrf_protect)
    def upload(self, request: Any) -> HttpResponse:
        """Says what would happen to each row; sent again with what it said, it happens, if it is still the same."""
        self._check(request)
        if request.method != "POST":
            return self._page(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=422)
        planned = form.cleaned_data["planned"]
        if "take" not in request.POST:
            return self._page(request, form)
        if request.POST["take"] != stamp(planned):
            messages.warning(request, "The directory has changed since. Nothing was stored: please look again.")
            return self._page(request, form, status=409)
        return self._taken(request, form)

    def _taken(self, request: Any, form: UploadForm) -> HttpResponse:
        taken = [one for one in form.cleaned_data["planned"] if one.is_taken]
        seen = {one.service.pk: one.before for one in taken if one.before}
        try:
            save_service_list(actor=request.user, services=[one.service for one in taken], seen=seen)
        except NotPossibleError as error:
            messages.warning(request, str(error))
            form = UploadForm(request.POST)
            form.is_valid()
            return self._page(request, form, status=409)
        new = sum(one.is_new for one in taken)
        messages.success(request, f"{new} new, {len(taken) - new} changed. Services that are not in the file stay.")
        return redirect(LIST)

    def _page(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        planned = getattr(form, "cleaned_data", {}).get("planned")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Take services from a file",
            "form": form,
            "columns": COLUMNS.names,
        }
        if planned:
            context |= {
                "planned": planned,
                "unread": [one for one in planned if one.service is None],
                "taken": [one for one in planned if one.is_taken],
                "unchanged": [one for one in planned if one.outcome == "unchanged"],
                "stamp": stamp(planned),
                "text": form.cleaned_data["text"],
                "guessed": form.cleaned_data.get("guessed", False),
            }
        return TemplateResponse(request, "admin/services/upload.html", context, status=status)
