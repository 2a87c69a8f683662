from certificates.sheets.urls import urlpatterns as sheets

app_name = "certificates"
urlpatterns = [
    *sheets,
]
