from django.urls import path

from people.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.organization_list, name="list"),
    path("doubles/", views.doubles, name="doubles"),
    path("registration/<slug:kind>/", views.registration, name="registration"),
    path("<int:pk>/", views.organization_detail, name="detail"),
    path("<int:pk>/amendment/", views.amendment, name="amendment"),
    path("<int:pk>/closing/", views.closing, name="closing"),
    path("<int:pk>/reopening/", views.reopening, name="reopening"),
    path("<int:pk>/commissions/", views.commissions, name="commissions"),
    path("<int:pk>/merger/", views.merger, name="merger"),
    path("mergers/<int:pk>/undoing/", views.undoing, name="undoing"),
]
