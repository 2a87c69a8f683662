from __future__ import annotations

from django.urls import path

from records.results import proof_views, views

app_name = "results"
urlpatterns = [
    path("proofs/", proof_views.proof_search, name="proofs"),
    path("proofs/<str:code>/", proof_views.proof, name="proof"),
    path("results/", views.own_classes, name="list"),
    path("results/corrections/", views.corrections, name="corrections"),
    path("results/late/", views.late_classes, name="late"),
    path("results/classes/<int:pk>/", views.class_results, name="class"),
    path("results/classes/<int:pk>/new/", views.result_new, name="new"),
    path("results/roster/<int:pk>/", views.result_entry, name="entry"),
    path("results/classes/<int:pk>/report/", views.report, name="report"),
    path("results/classes/<int:pk>/roster.xlsx", proof_views.roster_file, name="roster_file"),
    path("results/classes/<int:pk>/print/", proof_views.roster_print, name="roster_print"),
    path("results/classes/<int:pk>/proofs/", proof_views.proofs_order, name="proofs_order"),
    path("results/<int:pk>/proof/", proof_views.proof_order, name="proof_order"),
]
