from __future__ import annotations

from django.urls import path, register_converter

from rules.reading import views


class BookIdConverter:
    """`GZ-2012`, so that no other page below /rules/ is taken for a book."""

    regex = r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(BookIdConverter, "book_id")

urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views.comparison, name="compare"),
    path("documents/<str:code>/", views.document, name="document"),
    path("<book_id:book_id>/", views.book, name="book"),
]
