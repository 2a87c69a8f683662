from django.urls import path

from records import views
from records.corrections import views as corrections
from records.logging import views as logging
from records.registering import views as registering
from records.sorting import views as sorting

app_name = "records"
urlpatterns = [
    path("", views.record_list, name="list"),
    path("new/", logging.kinds, name="new"),
    path("new/hr/", sorting.hand_over, name="hand_over"),
    path("new/<slug:kind>/", logging.new_record, name="new_of_kind"),
    path("<int:pk>/", views.record_detail, name="detail"),
    path("<int:pk>/form/", logging.record_form, name="form"),
    path("<int:pk>/discarding/", views.discarding, name="discarding"),
    path("<int:pk>/correction/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/amendment/", corrections.correction_amendment, name="correction_amendment"),
    path("proofs/<int:pk>/", views.proof, name="proof"),
    path("registered/", views.registered, name="registered"),
    path("sorting/", sorting.desk, name="sorting_desk"),
    path("sorting/<int:pk>/", sorting.sorting, name="sorting"),
    path("register/", registering.choose, name="register"),
    path("register/form/", registering.form_for_many, name="register_form"),
]
