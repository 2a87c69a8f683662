from django.urls import path

from audit import views

app_name = "audit"

urlpatterns = [
    path("", views.event_list, name="events"),
    path("events/<int:pk>/", views.event_detail, name="event"),
    path("objects/<str:object_type>/<path:object_id>/", views.object_life, name="object"),
    path("checkpoints/", views.checkpoint_list, name="checkpoints"),
    path("checkpoints.txt", views.checkpoint_file, name="checkpoint_file"),
]
