from django.urls import path

from certificates.sharing import views

urlpatterns = [
    path("<int:number>/links/", views.links, name="links"),
    path("links/<int:pk>/revocation/", views.revocation, name="link_revocation"),
]
