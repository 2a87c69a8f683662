from certificates.desk.urls import urlpatterns as desk
from certificates.sheets.urls import urlpatterns as sheets

app_name = "certificates"
urlpatterns = [
    *desk,
    *sheets,
]
