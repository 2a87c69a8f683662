"""A publisher brings the courses of a catalog in from Excel."""


def introduce() -> None:
    """To the rooms to the left, when the program starts."""
    from courses.course_import.kind import CourseImport
    from courses.course_import.words import FINDINGS
    from uploads.kinds import register
    from uploads.words import name_findings

    name_findings(FINDINGS)
    register(CourseImport)
