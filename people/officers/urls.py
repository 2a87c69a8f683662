from django.urls import path

from people.officers import views

urlpatterns = [
    path("", views.officers, name="officers"),
    path("of/<int:pk>/", views.officers, name="officers_of"),
    path("of/<int:pk>/addition/", views.give, name="give_hat"),
    path("<int:pk>/end/", views.take, name="take_hat"),
    path("<int:pk>/deputy/", views.deputize, name="name_deputy"),
]
