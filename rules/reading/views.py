from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from policies.books import Book
from policies.shelf import shelf
from rules.places import told
from rules.reading import shelves
from rules.reading.comparing import compare
from rules.reading.forms import ComparisonForm
from rules.reading.marking import books_citing, citations_of, marked
from rules.reading.pages import BookPage
from rules.reading.telling.requirements import who
from rules.reading.texts import documents

SOURCE = "source-text"
"""The part of a rule set's page that htmx replaces when a figure is pressed."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "today": today,
        "in_force": shelves.in_force(today.year),
        "time_line": shelves.drawn(today),
        "books": shelves.listed_books(),
        "documents": shelves.listed_documents(),
        "readings": shelves.listed_readings(),
    }
    return render(request, "rules/reading/index.html", context)


@require_safe
def book(request: HttpRequest, book_id: str) -> HttpResponse:
    known = _book_or_404(book_id)
    try:
        page = BookPage(known, request.GET.get("figure", ""))
    except KeyError:
        raise Http404 from None
    context: dict[str, Any] = {"page": page, "book": known, "title": told(known.title)}
    if request.headers.get("HX-Target") == SOURCE:
        response = render(request, "rules/reading/_source_answer.html", context)
    else:
        today = timezone.localdate()
        context |= {"time_line": shelves.drawn(today, known.id), "heading": shelves.heading(known)}
        context |= {"calculator": shelves.calculator_address(known, today)}
        context |= {"who": who(known), "years": shelves.years_words(known)}
        context |= {"note": told(known.note) if known.note else ""}
        response = render(request, "rules/reading/book.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    if code not in documents():
        raise Http404
    known, citations = documents()[code], citations_of(code)
    wanted = request.GET.get("quote", "")
    chosen = next((cited for cited in citations if cited.key == wanted), None)
    if wanted and chosen is None:
        raise Http404
    context = {
        "document": known,
        "chosen": chosen,
        "citations": citations,
        "paragraphs": marked(known, citations, chosen),
        "books": books_citing(code),
    }
    return render(request, "rules/reading/document.html", context)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    asked = "a" in request.GET and "b" in request.GET
    form = ComparisonForm(request.GET) if asked else ComparisonForm(initial=_first_choice(request))
    context: dict[str, Any] = {"form": form}
    if asked and form.is_valid():
        left, right = (shelf().books[form.cleaned_data[name]] for name in "ab")
        found = compare(left, right)
        context |= {
            "left": left,
            "right": right,
            "titles": [told(left.title), told(right.title)],
            "comparison": found,
            "sections": (found.without_what_is_the_same() if form.cleaned_data["only"] else found).sections,
        }
    return render(request, "rules/reading/comparison.html", context)


def _first_choice(request: HttpRequest) -> dict[str, str]:
    """The rule set one came from, beside its predecessor or whatever it builds on."""
    names = [listed.book.id for listed in shelves.listed_books()]
    one = request.GET.get("a", names[-1])
    other = shelf().books[one].table.get("extends") if one in shelf().books else None
    return {"a": one, "b": other or next(name for name in names if name != one)}


def _book_or_404(book_id: str) -> Book:
    try:
        return shelf().books[book_id]
    except KeyError:
        raise Http404 from None
