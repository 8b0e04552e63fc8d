"""Every address of the application. The audience of each stands at its view."""

from django.urls import path

from intake.views import (
    account,
    check_document,
    clinician,
    exports,
    front_desk,
    hand_over,
    health,
    paper_form,
    patients,
    signing,
)

urlpatterns = [
    path("", account.home, name="home"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-in-again/", account.sign_in_again, name="sign-in-again"),
    path("sign-out/", account.SignOut.as_view(), name="sign-out"),
    path("password/", account.ChangePassword.as_view(), name="password"),
    path("preferences/", account.preferences, name="preferences"),
    path("health/", health.health, name="health"),
    path("check-document/", check_document.check_document, name="check-document"),
    # Front desk
    path("desk/", patients.desk, name="desk"),
    path("paper-form.pdf", paper_form.blank, name="paper-form"),
    path("patients/new/", patients.new, name="patient-new"),
    path("patients/<uuid:patient_id>/", patients.show, name="patient"),
    path("patients/<uuid:patient_id>/details/", patients.details, name="patient-details"),
    path("patients/<uuid:patient_id>/start/", front_desk.start, name="intake-start"),
    path("intakes/<uuid:intake_id>/", front_desk.overview, name="intake"),
    path("intakes/<uuid:intake_id>/check/", front_desk.check, name="intake-check"),
    path("intakes/<uuid:intake_id>/paper-form.pdf", paper_form.draft, name="intake-paper-form"),
    path("intakes/<uuid:intake_id>/reopen/", front_desk.reopen, name="intake-reopen"),
    path("intakes/<uuid:intake_id>/hand-over/", hand_over.start, name="hand-over"),
    path("intakes/<uuid:intake_id>/private/", hand_over.first, name="private"),
    path("intakes/<uuid:intake_id>/private/done/", hand_over.done, name="private-done"),
    path("intakes/<uuid:intake_id>/private/<slug:section_id>/", hand_over.section, name="private-section"),
    path("intakes/<uuid:intake_id>/take-back/", hand_over.take_back, name="take-back"),
    path("intakes/<uuid:intake_id>/<slug:section_id>/", front_desk.section, name="intake-section"),
    # Clinician
    path("queue/", clinician.queue, name="queue"),
    path("review/<uuid:intake_id>/", clinician.review, name="review"),
    path("review/<uuid:intake_id>/complete/", clinician.complete, name="review-complete"),
    path("review/<uuid:intake_id>/<int:number>/", clinician.review, name="review-version"),
    path("review/<uuid:intake_id>/<int:number>/summary.pdf", exports.summary, name="summary-pdf"),
    path("review/<uuid:intake_id>/sign/", signing.sign, name="review-sign"),
    path("review/<uuid:intake_id>/addendum/", signing.addendum, name="review-addendum"),
    path("review/<uuid:intake_id>/void/", signing.void, name="review-void"),
    path("documents/<slug:document_id>/", signing.document, name="document"),
]
