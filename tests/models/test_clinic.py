"""The clinic profile: one row, with contacts that can be read."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from intake.clinical.rules.site_settings import AUDIT_CUTS, DRINKS, STEP_UPS, SiteSettings
from intake.models import ClinicProfile
from intake.models.clinic import CONTACTS


def test_there_is_one_profile(db: None) -> None:
    ClinicProfile(name="First").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicProfile(id=2, name="Second").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicProfile(name="Second").save(force_insert=True)
    assert ClinicProfile.load().name == "First"


def test_before_one_is_saved_the_defaults_hold(db: None) -> None:
    clinic = ClinicProfile.load()
    assert "Stay with the person" in clinic.emergency_text
    assert clinic.contacts == CONTACTS["GB"]
    assert not ClinicProfile.objects.exists()


def test_every_region_has_an_emergency_number() -> None:
    assert set(CONTACTS) == set(ClinicProfile.Region.values)
    assert all(dict(contacts)["Emergency"] for contacts in CONTACTS.values())


def test_own_contacts_stand_in_for_those_of_the_region() -> None:
    clinic = ClinicProfile(own_contacts="Duty clinician: 12 34\r\n\r\n  Night line :  0800 1:2 \n")
    assert clinic.contacts == (("Duty clinician", "12 34"), ("Night line", "0800 1:2"))


@pytest.mark.parametrize("line", ["Duty clinician", ": 12 34", "Duty clinician:", "Emergency: 999\nDuty 12"])
def test_a_contact_without_service_or_number_is_refused(line: str) -> None:
    with pytest.raises(ValidationError, match="service: number"):
        ClinicProfile(name="Clinic", own_contacts=line).full_clean(validate_unique=False, validate_constraints=False)


def test_the_profile_says_nothing_of_the_clinic_in_logs() -> None:
    assert str(ClinicProfile(name="Riverside")) == "Clinic profile"


def test_the_rules_get_the_clinics_settings() -> None:
    assert ClinicProfile().rule_settings == SiteSettings()
    assert ClinicProfile(phq2_step_up=3).rule_settings == SiteSettings(phq2_step_up=3)
    assert ClinicProfile._meta.get_field("phq2_step_up").choices == [(n, f"{n} or more") for n in STEP_UPS]
    changed = {"phq2_step_up": 3, "audit_drink_g": 8, "audit_cut": "5"}
    assert ClinicProfile(**changed).rule_settings == SiteSettings(**changed)
    for field, allowed in (("audit_drink_g", DRINKS), ("audit_cut", AUDIT_CUTS)):
        assert [value for value, _ in ClinicProfile._meta.get_field(field).choices] == list(allowed)  # type: ignore[union-attr]


@pytest.mark.parametrize("wrong", [{"phq2_step_up": 4}, {"audit_drink_g": 12}, {"audit_cut": "4"}, {"paper": "A5"}])
def test_the_database_keeps_no_setting_that_is_not_offered(wrong: dict[str, object], db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicProfile(**wrong).save()
