from django.urls import path

from courses.classes.views import plans, published
from courses.enrolment import views as enrolment

app_name = "classes"
urlpatterns = [
    path("", plans.class_list, name="list"),
    path("new/", plans.class_new, name="new"),
    path("places/", enrolment.places, name="places"),
    path("places/<int:pk>/removal/", enrolment.removal, name="removal"),
    path("inspections/<int:pk>/correction/", published.correction, name="correction"),
    path("commissions/<int:pk>/", published.lost_commission, name="lost_commission"),
    path("<int:pk>/", plans.class_detail, name="detail"),
    path("<int:pk>/amendment/", plans.class_amendment, name="amendment"),
    path("<int:pk>/filing/", plans.class_filing, name="filing"),
    path("<int:pk>/discarding/", plans.class_discarding, name="discarding"),
    path("<int:pk>/change/", published.class_change, name="change"),
    path("<int:pk>/cancellation/", published.class_cancellation, name="cancellation"),
    path("<int:pk>/inspection/", published.class_inspection, name="inspection"),
    path("<int:pk>/form/", published.form_sheet, name="form"),
    path("<int:pk>/form/workbook/", published.form_workbook, name="form_workbook"),
    path("<int:pk>/roster/", enrolment.roster, name="roster"),
    path("<int:pk>/roster/addition/", enrolment.roster_addition, name="roster_addition"),
    path("<int:pk>/roster/sheet/", published.roster_print, name="roster_sheet"),
    path("<int:pk>/roster/workbook/", published.roster_workbook, name="roster_workbook"),
    path("<int:pk>/enrolment/", enrolment.enrolment, name="enrolment"),
    path("<int:pk>/place/", enrolment.place, name="place"),
    path("<int:pk>/place/read/", enrolment.changes_read, name="changes_read"),
    path("<int:pk>/staff/", enrolment.staff, name="staff"),
]
