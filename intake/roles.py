"""Who may use what. The names of the groups, which a migration makes."""

FRONT_DESK = "Front desk"
CLINICIAN = "Clinician"
CLINICAL_LEAD = "Clinical lead"
ADMINISTRATOR = "Administrator"
PRIVACY_OFFICER = "Privacy officer"
ROLES = (FRONT_DESK, CLINICIAN, CLINICAL_LEAD, ADMINISTRATOR, PRIVACY_OFFICER)
