from django.urls import path

from ui import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("styleguide/", views.style_guide, name="styleguide"),
    path("preferences/", views.choose_preferences, name="preferences"),
]
