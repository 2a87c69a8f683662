from django.urls import path

from uploads import views

app_name = "uploads"
urlpatterns = [
    path("", views.upload_list, name="list"),
    path("new/<slug:kind>/", views.upload_start, name="start"),
    path("new/<slug:kind>/template/", views.upload_template, name="template"),
    path("new/<slug:kind>/<int:subject_id>/", views.upload_start, name="start"),
    path("<int:pk>/", views.upload_detail, name="detail"),
    path("<int:pk>/commit/", views.upload_commit, name="commit"),
    path("<int:pk>/resumption/", views.upload_resumption, name="resumption"),
    path("<int:pk>/withdrawal/", views.upload_withdrawal, name="withdrawal"),
    path("<int:pk>/annotated/", views.upload_annotated, name="annotated"),
]
