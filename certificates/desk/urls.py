"""Of the desk; what is shown of one certificate, and to whom it is public, stands elsewhere in the room."""

from django.urls import path

from certificates.desk.views import after, bureau, mine, runs, staff

urlpatterns = [
    path("desk/", bureau.desk, name="desk"),
    path("desk/issue/", bureau.issue, name="issue"),
    path("register/", bureau.register, name="register"),
    path("mine/", mine.mine, name="mine"),
    path("staff/", staff.staff, name="staff"),
    path("staff/confirmation/", staff.confirmation, name="confirmation"),
    path("staff/receipts/", staff.receipts, name="receipts"),
    path("issued/<int:pk>/end/", after.end, name="end"),
    path("issued/<int:pk>/replacement/", after.replacement, name="replacement"),
    path("issued/<int:pk>/receipt/", after.receipt, name="receipt"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/<int:pk>/", runs.run_page, name="run"),
    path("runs/<int:pk>/confirmation/", runs.run_confirmation, name="run_confirmation"),
    path("runs/<int:pk>/again/", runs.run_again, name="run_again"),
    path("runs/<int:pk>/closing/", runs.run_closing, name="run_closing"),
    path("runs/<int:pk>/discard/", runs.run_discard, name="run_discard"),
]
