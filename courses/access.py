"""Who may do what with catalogs, classes and rosters. Which rows one sees is answered by `visible_to`."""

from __future__ import annotations

READS_ALL = "courses.read_all"
PUBLISHES = "courses.publish"
FILES_CLASSES = "courses.file_class"
INSPECTS = "courses.inspect"
ENROLS = "courses.enrol"
ENROLS_STAFF = "courses.enrol_staff"
