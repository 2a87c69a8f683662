from django.urls import path

from verification.impact import views

app_name = "impact"
urlpatterns = [
    path("", views.draft_list, name="drafts"),
    path("new/", views.new_draft, name="new"),
    path("drafts/<int:pk>/", views.draft_page, name="draft"),
    path("runs/<int:pk>/", views.run_page, name="run"),
    path("runs/<int:pk>/people/", views.run_people, name="people"),
    path("runs/<int:pk>/export/", views.run_export, name="export"),
]
