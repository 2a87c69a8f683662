from django.urls import path

from people.access_links import views

urlpatterns = [
    path("no-way-in/", views.no_way_in, name="no_way_in"),
    path("access/", views.waiting, name="access_links"),
    path("access/<str:token>/", views.open_link, name="open_access_link"),
    path("first-sign-in/", views.first_sign_in, name="first_sign_in"),
    path("sign-in-name/", views.sign_in_name, name="sign_in_name"),
]
