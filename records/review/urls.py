from django.urls import path

from records.review import views

app_name = "review"
urlpatterns = [
    path("<int:pk>/", views.record, name="record"),
    path("<int:pk>/agreement/", views.agreement, name="agreement"),
]
