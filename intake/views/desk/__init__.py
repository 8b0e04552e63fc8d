"""The front desk: people, the form, checking, submitting."""
