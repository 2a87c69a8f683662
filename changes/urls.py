from django.urls import include, path

from changes import views

app_name = "changes"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("employer/", views.employer_search, name="employer_search"),
    path("employer/<int:pk>/", views.employer_request, name="employer_request"),
    path("employer/<int:pk>/amendment/", views.employer_amendment, name="employer_amendment"),
    path("name/", views.name_correction, name="name_correction"),
    path("document/", views.document_correction, name="document_correction"),
    path("corrections/<int:pk>/amendment/", views.correction_amendment, name="correction_amendment"),
    path("corrections/<int:pk>/proof/", views.proof, name="proof"),
    path("corrections/<int:pk>/number/", views.new_number, name="new_number"),
    path("departures/", views.departures, name="departures"),
    path("departures/<int:pk>/note/", views.departure_note, name="departure_note"),
    path("rescues/", include("changes.rescues.urls")),
]
