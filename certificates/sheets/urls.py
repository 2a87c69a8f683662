from django.urls import path

from certificates.sheets import views

urlpatterns = [
    path("<int:number>/", views.page, name="sheet"),
    path("<int:number>/pdf/", views.pdf, name="pdf"),
    path("<int:number>/order/", views.order, name="order"),
    path("<int:number>/qr.png", views.qr, name="qr"),
    path("<int:number>/seals/<str:place>/", views.seal, name="seal"),
]
