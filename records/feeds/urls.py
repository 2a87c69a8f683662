from django.urls import path

from records.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.feeds, name="list"),
    path("opening/", views.opening, name="opening"),
    path("<int:pk>/", views.feed, name="feed"),
    path("<int:pk>/token/", views.renewal, name="renewal"),
    path("<int:pk>/ending/", views.ending, name="ending"),
]
