from django.urls import path

from verification.reviews import case_views, public_views, sheet_views, staff_views, views

app_name = "reviews"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("form/", views.form, name="form"),
    path("real-time/", views.real_time, name="real_time"),
    path("real-time/<int:pk>/end/", views.real_time_end, name="real_time_end"),
    path("results/", public_views.look_up, name="results"),
    path("cases/<int:pk>/", case_views.case, name="case"),
    path("cases/<int:pk>/agreement/", case_views.agreement, name="agreement"),
    path("cases/<int:pk>/form.xlsx", case_views.form_file, name="form_file"),
    path("cases/<int:pk>/papers/", case_views.papers, name="papers"),
    path("amendments/<int:pk>/", views.amendment, name="amendment"),
    path("sheets/", sheet_views.sheets, name="sheets"),
    path("sheets/<int:pk>/<int:year>/", sheet_views.sheet, name="sheet"),
    path("sheets/<int:pk>/<int:year>/papers/", sheet_views.sheet_papers, name="sheet_papers"),
    path("people/", staff_views.people, name="people"),
    path("people/<int:pk>/appointment/", staff_views.appointment, name="appointment"),
    path("people/<int:pk>/form/", views.paper_form, name="paper_form"),
    path("appointments/<int:pk>/withdrawal/", staff_views.appointment_withdrawal, name="appointment_withdrawal"),
    path("employers/<int:pk>/filing/", staff_views.filing_way, name="filing_way"),
]
