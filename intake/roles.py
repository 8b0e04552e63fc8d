"""Who may use what. The names of the groups, which a migration makes."""

FRONT_DESK = "Front desk"
CLINICIAN = "Clinician"
ADMINISTRATOR = "Administrator"
ROLES = (FRONT_DESK, CLINICIAN, ADMINISTRATOR)
