from django.urls import path

from verification.batch import views

app_name = "verification"
urlpatterns = [
    path("", views.batch_list, name="batches"),
    path("<int:pk>/", views.batch_page, name="batch"),
    path("<int:pk>/confirmation/", views.batch_confirmation, name="confirmation"),
    path("<int:pk>/discard/", views.batch_discard, name="discard"),
    path("<int:pk>/again/", views.batch_again, name="again"),
    path("<int:pk>/halt/<str:area>/", views.batch_halt, name="halt"),
    path("<int:pk>/halts/<int:hold>/lift/", views.halt_lift, name="lift"),
    path("<int:pk>/people/<slug:group>/", views.batch_people, name="people"),
    path("<int:pk>/export/<slug:group>/", views.batch_export, name="export"),
]
