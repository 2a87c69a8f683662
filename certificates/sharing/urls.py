from django.urls import path

from certificates.badges.views import badge, picture
from certificates.sharing import views

urlpatterns = [
    path("<int:number>/links/", views.links, name="links"),
    path("<int:number>/badge/", badge, name="badge"),
    path("<int:number>/badge.png", picture, {"kind": "png"}, name="badge_png"),
    path("<int:number>/badge.svg", picture, {"kind": "svg"}, name="badge_svg"),
    path("links/<int:pk>/revocation/", views.revocation, name="link_revocation"),
]
