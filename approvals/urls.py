from django.urls import path

from approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.run_list, name="runs"),
    path("waiting/", views.queue, name="queue"),
    path("decisions/", views.decisions, name="decisions"),
    path("<int:pk>/", views.run_detail, name="detail"),
    path("<int:pk>/approval/", views.approval, name="approval"),
    path("<int:pk>/return/", views.return_page, name="return"),
    path("<int:pk>/rejection/", views.rejection, name="rejection"),
    path("<int:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<int:pk>/reminder/", views.reminder, name="reminder"),
    path("<int:pk>/takeover/", views.takeover, name="takeover"),
]
