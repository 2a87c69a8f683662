"""Of allauth's pages only those finished here have an address; its sign-up and its mail pages have none."""

from django.urls import include, path
from django.views.generic import RedirectView

from people import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="profile")),
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", views.SignOutView.as_view(), name="account_logout"),
    path("demo/", views.DemoSignInView.as_view(), name="demo_sign_in"),
    path("password/change/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("sessions/others/ending/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("second-factor/", include("people.second_factor.urls")),
    path("", include("people.access_links.urls")),
    path("single-sign-on/", include("people.single_sign_on.urls")),
    path("officers/", include("people.officers.urls")),
    path("hats/", views.HatsView.as_view(), name="hats"),
    path("users/", views.accounts, name="users"),
    path("profile/", views.profile, name="profile"),
]
