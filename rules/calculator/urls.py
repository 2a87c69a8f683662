from django.urls import path

from rules.calculator import views

urlpatterns = [
    path("", views.annual, name="calculator"),
    path("cycle/", views.cycle, name="calculator_cycle"),
    path("route/", views.route, name="calculator_route"),
    path("deadline/", views.deadline, name="calculator_deadline"),
    path("number/", views.number, name="calculator_number"),
    path("sample/", views.sample, name="calculator_sample"),
]
