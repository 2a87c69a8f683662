from django.urls import path

from approvals import several, views

app_name = "approvals"
urlpatterns = [
    path("", views.run_list, name="runs"),
    path("waiting/", views.queue, name="queue"),
    path("decisions/", several.decisions, name="decisions"),
    path("decided/<int:number>/", several.decided, name="decided"),
    path("decided/<int:number>/undoing/", several.undoing_several, name="undoing_several"),
    path("<int:pk>/", views.run_detail, name="detail"),
    path("<int:pk>/approval/", views.approval, name="approval"),
    path("<int:pk>/return/", views.return_page, name="return"),
    path("<int:pk>/rejection/", views.rejection, name="rejection"),
    path("<int:pk>/undoing/", several.undoing, name="undoing"),
    path("<int:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<int:pk>/reminder/", views.reminder, name="reminder"),
    path("<int:pk>/takeover/", views.takeover, name="takeover"),
]
