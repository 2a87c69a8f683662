from django.urls import path

from verification.cycles import case_views, staff_views, views

app_name = "cycles"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("application/", views.application, name="application"),
    path("amendments/<int:pk>/", views.amendment, name="amendment"),
    path("people/", staff_views.many, name="many"),
    path("cases/", staff_views.cases, name="cases"),
    path("cases/<int:pk>/", case_views.case, name="case"),
]
