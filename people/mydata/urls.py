from django.urls import path

from people.mydata import views

app_name = "mydata"
urlpatterns = [
    path("", views.page, name="page"),
]
