from certificates.desk.urls import urlpatterns as desk
from certificates.sharing.urls import urlpatterns as sharing
from certificates.sheets.urls import urlpatterns as sheets

app_name = "certificates"
urlpatterns = [
    *desk,
    *sheets,
    *sharing,
]
