from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.requests import ActorRequest
from courses.classes import access as class_access
from courses.classes.changes import read_changes
from courses.classes.queries import places_sentence
from courses.classes.views.shared import kept_class, posted, require, visible_class
from courses.enrolment import access, queries, services
from courses.enrolment.forms import PlaceFilterForm, RosterAdditionForm, StaffFilterForm, StaffForm
from courses.models import RosterEntry
from people.models import Professional
from people.professionals.queries import found_in_list
from ui.errors import Conflict
from ui.tables import Column, Table

ROSTER = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("number", gettext_lazy("Document number")),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name",)),
        Column("title", gettext_lazy("Title of the person")),
        Column("enrolled", gettext_lazy("Enrolled"), order_by=("enrolled_at",)),
    ),
    default_sort="enrolled",
)
PLACES = Table(
    columns=(
        Column("class", gettext_lazy("Class"), order_by=("training_class__title",)),
        Column("who", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("time", gettext_lazy("Time"), order_by=("training_class__starts_on",), newest_first=True),
        Column("where", gettext_lazy("Venue")),
        Column("hours", gettext_lazy("Hours"), order_by=("training_class__hours",), is_number=True),
    ),
    default_sort="-time",
)
STAFF = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name_search",)),
        Column("number", gettext_lazy("Staff number"), order_by=("staff_number",)),
        Column("position", pgettext_lazy("at work", "Position")),
    ),
    default_sort="name",
    per_page=100,
)


# The person


@login_required
@require_POST
def enrolment(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = visible_class(request, pk)
    professional = _oneself(request)
    services.enrol_oneself(training_class, professional, actor=request.actor)
    messages.success(request, _("You are enrolled in “%(class)s”.") % {"class": training_class.title})
    return redirect("classes:place", pk)


def _oneself(request: ActorRequest) -> Professional:
    user_id = request.actor.user_id
    found = Professional.objects.filter(user_id=user_id).first() if user_id is not None else None
    if found is None or not access.may_enrol(request.actor):
        raise PermissionDenied(_("Everybody enrols for themselves, in the hat of a professional."))
    return found


@login_required
@require_GET
def place(request: ActorRequest, pk: int) -> HttpResponse:
    """One's own place in a class: when, where, what was changed since."""
    require(access.may_enrol(request.actor))
    rows = queries.own_places(request.actor).select_related(
        "training_class__institution", "training_class__division", "professional"
    )
    entry = get_object_or_404(rows, training_class=pk)
    training_class = entry.training_class
    told = queries.changes_told(training_class, seen=entry.seen_change)
    context = {
        "entry": entry,
        "class": training_class,
        "changes": told,
        "has_news": any(each.is_new for each in told),
        "may_take_off": not training_class.has_begun(timezone.localdate()),
    }
    return render(request, "courses/enrolment/place.html", context)


@login_required
@require_POST
def changes_read(request: ActorRequest, pk: int) -> HttpResponse:
    require(access.may_enrol(request.actor))
    own = queries.own_places(request.actor)
    entry = get_object_or_404(own.select_related("training_class"), training_class=pk)
    read_changes(entry.training_class, actor=request.actor)
    return redirect("classes:place", pk)


@login_required
@require_GET
def places(request: ActorRequest) -> HttpResponse:
    """One's own, or in a hat of HR those of one's people."""
    require(access.may_see_places(request.actor))
    of_staff = access.may_enrol_staff(request.actor)
    form = PlaceFilterForm(request.GET) if of_staff else None
    name = form.cleaned_data["name"] if form is not None and form.is_valid() else ""
    page = PLACES.page(queries.places_of(request.actor, name=name), request.GET)
    context = {"page": page, "form": form, "of_staff": of_staff, "today": timezone.localdate()}
    return render(request, "courses/enrolment/places.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def removal(request: ActorRequest, pk: int) -> HttpResponse:
    """Give a place back, one's own, of one's people, or of the roster one keeps."""
    entry = get_object_or_404(
        RosterEntry.objects.visible_to(request.actor).select_related("professional", "training_class"), pk=pk
    )
    require(access.may_take_off(request.actor, entry))
    if request.method == "POST":
        services.take_off(entry, actor=request.actor)
        told = {"name": entry.professional.name, "class": entry.training_class.title}
        messages.success(request, _("%(name)s is no longer enrolled in “%(class)s”.") % told)
        if access.enrols_for_institution(request.actor, entry.training_class):
            return redirect("classes:roster", entry.training_class_id)
        return redirect("classes:places")
    context = {
        "entry": entry,
        "class": entry.training_class,
        "is_own": access.enrols_oneself(request.actor, entry.professional),
    }
    return render(request, "courses/enrolment/removal.html", context)


# HR


@login_required
@require_http_methods(["GET", "POST"])
def staff(request: ActorRequest, pk: int) -> HttpResponse:
    """Tick whom to enrol: all of them get a place, or nobody."""
    require(access.may_enrol_staff(request.actor))
    training_class = visible_class(request, pk)
    people = queries.staff_for(training_class, request.actor)
    form = StaffForm(posted(request), people=people)
    refused = ""
    if form.is_valid():
        try:
            entries = services.enrol_staff(training_class, form.cleaned_data["person"], actor=request.actor)
        except Conflict as conflict:
            refused = str(conflict.message)
        else:
            words = ngettext("%(count)s person was enrolled.", "%(count)s people were enrolled.", len(entries))
            messages.success(request, words % {"count": len(entries)})
            return redirect("classes:places")
    elif form.is_bound:
        refused = _("Tick at least one of your people. Nobody was enrolled.")
    looked_for = StaffFilterForm(request.GET)
    name = looked_for.cleaned_data.get("name", "") if looked_for.is_valid() else ""
    page = STAFF.page(found_in_list(people, name) if name else people, request.GET)
    context = {
        "class": training_class,
        "form": looked_for,
        "page": page,
        "refused": refused,
        "ticked": {int(each) for each in request.POST.getlist("person") if each.isdecimal()},
        "enrolment": queries.enrolment_of(training_class, request.actor),
    }
    return render(request, "courses/enrolment/staff.html", context, status=422 if refused else 200)


# The institution


@login_required
@require_GET
def roster(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    page = ROSTER.page(queries.roster_of(training_class), request.GET)
    keeps = access.enrols_for_institution(request.actor, training_class)
    last_day = training_class.ends_on
    context = {
        "class": training_class,
        "page": page,
        "rows": queries.roster_rows(page),
        "sentence": places_sentence(page.total, training_class.capacity),
        "may_add": keeps and not services.why_closed(training_class, last_day=last_day),
        "may_take_off": keeps and not training_class.has_begun(timezone.localdate()),
        "files": class_access.files_for(request.actor, training_class),
    }
    return render(request, "courses/enrolment/roster.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def roster_addition(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    services.require_institution(request.actor, training_class)
    form = RosterAdditionForm(posted(request))
    if form.is_valid():
        try:
            entry = services.enrol_by_number(training_class, **form.cleaned_data, actor=request.actor)
        except services.EnrolmentConflict as conflict:
            form.add_error(conflict.field or None, str(conflict.message))
        else:
            messages.success(request, _("%(name)s is enrolled.") % {"name": entry.professional.name})
            return redirect("classes:roster", pk)
    context = {"form": form, "class": training_class}
    return render(request, "courses/enrolment/roster_addition.html", context, status=422 if form.is_bound else 200)
