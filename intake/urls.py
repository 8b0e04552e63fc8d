"""Every address of the application. The audience of each stands at its view."""

from django.urls import path

from intake.views import medicine_names
from intake.views.account import check_document, health, password, sign_in
from intake.views.alerts import open_alerts
from intake.views.desk import answer_sheet, calling, filling_in, paper_form, patients
from intake.views.follow_up import due, handing
from intake.views.handouts import giving
from intake.views.handouts import page as handout_page
from intake.views.people import person
from intake.views.privacy import events as privacy_events
from intake.views.private import hand_over, private_answers
from intake.views.putting_right import merging, moving, withdrawing
from intake.views.queue import claims, queue
from intake.views.referral import (
    amending,
    desk_pages,
    elsewhere,
    letter_pages,
    letter_signing,
    lists,
    referral_page,
    referring,
)
from intake.views.referral import copying as referral_copying
from intake.views.review import clinician, copying, correcting, deciding, exports, reassessing, signing, since
from intake.views.rules import rule_book, rule_set_approval
from intake.views.service_view import page as service_view
from intake.views.today import appointments, board, list_file

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in-again/", sign_in.sign_in_again, name="sign-in-again"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("password/", password.ChangePassword.as_view(), name="password"),
    path("set-password/<slug:uidb64>/<slug:token>/", password.ChoosePassword.as_view(), name="set-password"),
    path("preferences/", sign_in.preferences, name="preferences"),
    path("health/", health.health, name="health"),
    path("h/<slug:handout_id>/", handout_page.page, name="handout"),
    path("check-document/", check_document.check_document, name="check-document"),
    # Front desk
    path("desk/", patients.desk, name="desk"),
    path("desk/board/", board.renewed, name="desk-board"),
    path("desk/show/", board.show, name="desk-show"),
    path("appointments/new/", appointments.new, name="appointment-new"),
    path("appointments/list/", list_file.take, name="appointment-list"),
    path("appointments/sample.csv", list_file.sample, name="appointment-sample"),
    path("appointments/<uuid:appointment_id>/", appointments.show, name="appointment"),
    path("appointments/<uuid:appointment_id>/mark/", appointments.mark, name="appointment-mark"),
    path("appointments/<uuid:appointment_id>/link/", appointments.link, name="appointment-link"),
    path("patients/<uuid:patient_id>/appointment/", appointments.new, name="appointment-for"),
    path("paper-form.pdf", paper_form.blank, name="paper-form"),
    path("patients/new/", patients.new, name="patient-new"),
    path("patients/<uuid:patient_id>/", patients.show, name="patient"),
    path("patients/<uuid:patient_id>/details/", patients.details, name="patient-details"),
    path("patients/<uuid:patient_id>/start/", filling_in.start, name="intake-start"),
    path("intakes/<uuid:intake_id>/", filling_in.overview, name="intake"),
    path("intakes/<uuid:intake_id>/call/", calling.call, name="intake-call"),
    path("intakes/<uuid:intake_id>/check/", filling_in.check, name="intake-check"),
    path("intakes/<uuid:intake_id>/paper-form.pdf", paper_form.draft, name="intake-paper-form"),
    path("intakes/<uuid:intake_id>/answers.pdf", answer_sheet.answers, name="intake-answers"),
    path("intakes/<uuid:intake_id>/reopen/", filling_in.reopen, name="intake-reopen"),
    path("intakes/<uuid:intake_id>/hand-over/", hand_over.start, name="hand-over"),
    path("intakes/<uuid:intake_id>/hand-over/state/", hand_over.state, name="hand-over-state"),
    path("intakes/<uuid:intake_id>/hand-over/end/", hand_over.end, name="hand-over-end"),
    path("intakes/<uuid:intake_id>/private-answers/<str:question_id>/", private_answers.show, name="private-answer"),
    path("intakes/<uuid:intake_id>/private/", hand_over.first, name="private"),
    path("intakes/<uuid:intake_id>/private/done/", hand_over.done, name="private-done"),
    path("intakes/<uuid:intake_id>/private/<slug:section_id>/", hand_over.section, name="private-section"),
    path("intakes/<uuid:intake_id>/take-back/", hand_over.take_back, name="take-back"),
    path("discarded/", withdrawing.discarded, name="discarded"),
    path("intakes/<uuid:intake_id>/discard/", withdrawing.discard, name="intake-discard"),
    path("intakes/<uuid:intake_id>/restore/", withdrawing.restore, name="intake-restore"),
    path("intakes/<uuid:intake_id>/<slug:section_id>/", filling_in.section, name="intake-section"),
    path("desk/referrals/", desk_pages.show_list, name="desk-referrals"),
    path("desk/referrals/<uuid:referral_id>/", desk_pages.show, name="desk-referral"),
    path("desk/referrals/<uuid:referral_id>/record/", desk_pages.record, name="desk-referral-record"),
    path("medicines/suggestions/", medicine_names.suggest, name="medicine-suggestions"),
    # The front desk or a clinician
    path("move/<uuid:intake_id>/", moving.move, name="intake-move"),
    path("patients/<uuid:patient_id>/merge/", merging.merge, name="patient-merge"),
    path("merges/<int:merge_id>/take-apart/", merging.take_apart, name="take-apart"),
    # Alerts
    path("alerts/", open_alerts.show, name="alerts"),
    path("alerts/count/", open_alerts.count, name="alerts-count"),
    path("alerts/times/", open_alerts.times, name="alerts-times"),
    path("alerts/<uuid:intake_id>/", open_alerts.acknowledge, name="alerts-acknowledge"),
    # Clinician
    path("queue/", queue.queue, name="queue"),
    path("review/<uuid:intake_id>/", clinician.review, name="review"),
    path("review/<uuid:intake_id>/since/", since.since, name="review-since"),
    path("review/<uuid:intake_id>/claim/", claims.claim, name="claim"),
    path("review/<uuid:intake_id>/release/", claims.release, name="release"),
    path("review/<uuid:intake_id>/take-over/", claims.take_over, name="take-over"),
    path("review/<uuid:intake_id>/assess-again/", clinician.again, name="review-assess-again"),
    path("review/<uuid:intake_id>/complete/", clinician.complete, name="review-complete"),
    path("review/<uuid:intake_id>/reassess/", reassessing.reassess, name="review-reassess"),
    path("review/<uuid:intake_id>/correct/<slug:section_id>/", correcting.correct, name="review-correct"),
    path("review/<uuid:intake_id>/send-back/", correcting.send_back, name="review-send-back"),
    path("review/<uuid:intake_id>/in-error/", withdrawing.in_error, name="review-in-error"),
    path("review/<uuid:intake_id>/restore/", withdrawing.restore_from_error, name="review-restore"),
    path("review/<uuid:intake_id>/decisions/", deciding.decide_on, name="review-decide"),
    path("review/<uuid:intake_id>/<int:number>/", clinician.review, name="review-version"),
    path("review/<uuid:intake_id>/<int:number>/summary.pdf", exports.summary, name="summary-pdf"),
    path("review/<uuid:intake_id>/<int:number>/summary.txt", copying.text, name="summary-text"),
    path("review/<uuid:intake_id>/<int:number>/copy/", copying.page, name="summary-copy"),
    path("review/<uuid:intake_id>/handouts/", giving.give, name="review-handouts"),
    path("handouts/given/<int:given_id>/", giving.given_pdf, name="handout-given"),
    path("review/<uuid:intake_id>/sign/", signing.sign, name="review-sign"),
    path("review/<uuid:intake_id>/addendum/", signing.addendum, name="review-addendum"),
    path("review/<uuid:intake_id>/void/", signing.void, name="review-void"),
    path("documents/<slug:document_id>/", exports.document, name="document"),
    path("documents/<slug:document_id>/without-record/", exports.without_record, name="document-copy"),
    path("people/<uuid:patient_id>/", person.show, name="person"),
    path("review/<uuid:intake_id>/refer/", referring.refer, name="refer"),
    path("referrals/", lists.show, name="referrals"),
    path("referrals/<uuid:referral_id>/", referral_page.show, name="referral"),
    path("referrals/<uuid:referral_id>/record/", referral_page.record, name="referral-record"),
    path("referrals/<uuid:referral_id>/elsewhere/", elsewhere.refer_elsewhere, name="referral-elsewhere"),
    path("referrals/<uuid:referral_id>/letter/", letter_pages.letter, name="referral-letter"),
    path("referrals/<uuid:referral_id>/letter.txt", referral_copying.text, name="referral-text"),
    path("referrals/<uuid:referral_id>/copy/", referral_copying.page, name="referral-copy"),
    path("referrals/<uuid:referral_id>/letter.pdf", letter_pages.preview, name="referral-preview"),
    path("referrals/<uuid:referral_id>/sign/", letter_signing.sign, name="referral-sign"),
    path("referrals/<uuid:referral_id>/amend/", amending.amend, name="referral-amend"),
    path("referral-documents/<slug:letter_id>/", letter_signing.document, name="referral-document"),
    path("follow-up/", due.worklist, name="follow-up"),
    path("follow-up/<int:follow_up_id>/", due.close, name="follow-up-close"),
    path("follow-up/<int:follow_up_id>/reopen/", due.reopen, name="follow-up-reopen"),
    path("follow-up/<int:follow_up_id>/hand/", handing.hand, name="follow-up-hand"),
    # Clinical lead
    path("service-view/", service_view.show, name="service-view"),
    path("rules/approval/", rule_set_approval.approval, name="rule-set-approval"),
    # Privacy officer
    path("privacy/", privacy_events.start, name="privacy"),
    path("privacy/people/<uuid:patient_id>/", privacy_events.person, name="privacy-person"),
    path("privacy/people/<uuid:patient_id>/events.csv", privacy_events.person_csv, name="privacy-person-csv"),
    path("privacy/users/<int:user_id>/", privacy_events.user, name="privacy-user"),
    path("privacy/users/<int:user_id>/events.csv", privacy_events.user_csv, name="privacy-user-csv"),
    # Everybody who answers for the rules or works with them
    path("referrals/states/", lists.states, name="referral-states"),
    path("handouts/<slug:handout_id>/", handout_page.pdf, name="handout-pdf"),
    path("rules/", rule_book.rule_book, name="rule-book"),
]
