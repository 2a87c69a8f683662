from django.urls import path

from certificates.badges.views import badge
from certificates.sharing import views

urlpatterns = [
    path("<int:number>/links/", views.links, name="links"),
    path("<int:number>/badge/", badge, name="badge"),
    path("links/<int:pk>/revocation/", views.revocation, name="link_revocation"),
]
