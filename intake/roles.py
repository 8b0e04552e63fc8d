"""Who may use what. The names of the groups, which a migration makes."""

FRONT_DESK = "Front desk"
CLINICIAN = "Clinician"
CLINICAL_LEAD = "Clinical lead"
ADMINISTRATOR = "Administrator"
PRIVACY_OFFICER = "Privacy officer"
ROLES = (FRONT_DESK, CLINICIAN, CLINICAL_LEAD, ADMINISTRATOR, PRIVACY_OFFICER)

GIVEN_ALONE = (FRONT_DESK, ADMINISTRATOR)
"""An administrator gives these by themselves. Every other role, those of later releases too, needs a second person.

That of an administrator does too, once a clinical lead is there: see ``stored.second_person``.
"""
CONFIRMED = tuple(role for role in ROLES if role not in GIVEN_ALONE)
"""An administrator proposes these, and a clinical lead confirms them."""
