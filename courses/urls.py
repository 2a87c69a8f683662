from django.urls import path

from courses.catalogs import views as catalogs
from courses.finder import views as finder
from courses.sites import views as sites

app_name = "courses"
urlpatterns = [
    # For everybody
    path("", finder.finder, name="finder"),
    path("classes/<int:pk>/", finder.class_page, name="class"),
    path("catalogs/", finder.catalog_list, name="catalogs"),
    path("catalogs/<int:pk>/", finder.catalog_page, name="catalog"),
    path("<int:pk>/", finder.course_page, name="course"),
    path("sites/", finder.site_list, name="sites"),
    # For those who publish
    path("publishing/", catalogs.publishing, name="publishing"),
    path("catalogs/new/<slug:kind>/", catalogs.catalog_new, name="catalog_new"),
    path("catalogs/<int:pk>/amendment/", catalogs.catalog_amendment, name="catalog_amendment"),
    path("catalogs/<int:pk>/publication/", catalogs.catalog_publication, name="catalog_publication"),
    path("catalogs/<int:pk>/withdrawal/", catalogs.catalog_withdrawal, name="catalog_withdrawal"),
    path("catalogs/<int:pk>/correction/", catalogs.catalog_correction, name="catalog_correction"),
    path("catalogs/<int:pk>/copy/", catalogs.catalog_copy, name="catalog_copy"),
    path("catalogs/<int:pk>/removal/", catalogs.catalog_removal, name="catalog_removal"),
    path("catalogs/<int:pk>/courses/new/", catalogs.course_new, name="course_new"),
    path("<int:pk>/amendment/", catalogs.course_amendment, name="course_amendment"),
    path("<int:pk>/removal/", catalogs.course_removal, name="course_removal"),
    path("sites/new/", sites.site_new, name="site_new"),
    path("sites/<int:pk>/amendment/", sites.site_amendment, name="site_amendment"),
]
