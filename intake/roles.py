"""Who may use what. The names of the groups, which a migration makes."""

FRONT_DESK = "Front desk"
CLINICIAN = "Clinician"
CLINICAL_LEAD = "Clinical lead"
ADMINISTRATOR = "Administrator"
ROLES = (FRONT_DESK, CLINICIAN, CLINICAL_LEAD, ADMINISTRATOR)
