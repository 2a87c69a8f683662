"""Below the addresses of `changes`, in its namespace."""

from django.urls import path

from changes.rescues import views

urlpatterns = [
    path("", views.rescues, name="rescues"),
    path("new/", views.rescue_search, name="rescue_search"),
    path("new/<int:pk>/", views.rescue_request, name="rescue_request"),
    path("<int:pk>/", views.rescue, name="rescue"),
    path("<int:pk>/amendment/", views.rescue_amendment, name="rescue_amendment"),
    path("<int:pk>/slip/", views.rescue_slip, name="rescue_slip"),
    path("<int:pk>/stopping/", views.rescue_stopping, name="rescue_stopping"),
    path("<int:pk>/note/", views.rescue_note, name="rescue_note"),
]
