from django.urls import path

from certificates.sheets import paper_views, seal_views, views

urlpatterns = [
    path("papers/", paper_views.papers, name="papers"),
    path("seals/", seal_views.seals, name="seals"),
    path("seals/<int:pk>/ending/", seal_views.ending, name="seal_ending"),
    path("seals/<int:pk>/picture/", seal_views.picture, name="seal_picture"),
    path("<int:number>/", views.page, name="sheet"),
    path("<int:number>/pdf/", views.pdf, name="pdf"),
    path("<int:number>/order/", views.order, name="order"),
    path("<int:number>/qr.png", views.qr, name="qr"),
    path("<int:number>/seals/<str:place>/", views.seal, name="seal"),
]
