"""Begins a programme: its questions, its seminars on the calendar."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from entraide.expertise.actions.drafting import free_slug
from entraide.gatherings.actions import places as counters, programme as days
from entraide.gatherings.models import Gathering, Moment
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Notebook
from entraide.people.models import Collective, Person
from entraide.places.models import Place
from entraide.research.models import Programme, Question, Seminar

YEARS = 3
# The five questions of the source, in its words.
QUESTIONS = (
    (
        gettext_lazy("Diagnostic partagé"),
        gettext_lazy(
            "Quel diagnostic global et local partagé, pour quelle action collective"
            " dans le quartier ?"
        ),
    ),
    (
        gettext_lazy("Territoire et public"),
        gettext_lazy("Quelle articulation entre le territoire (le quartier) et le public ?"),
    ),
    (
        gettext_lazy("Postures professionnelles"),
        gettext_lazy(
            "Quelles postures professionnelles pour favoriser l'expression et l'émancipation"
            " collective des habitantes et habitants ?"
        ),
    ),
    (
        gettext_lazy("Commandes institutionnelles"),
        gettext_lazy("Quelles négociations possibles avec les commandes institutionnelles ?"),
    ),
    (
        gettext_lazy("Apports extérieurs"),
        gettext_lazy(
            "De quels apports extérieurs avons-nous besoin pour monter en qualification ?"
        ),
    ),
)
# The day of a seminar: form, title, hour, minutes.
AGENDA = (
    (Moment.Kind.WELCOME, gettext_lazy("Accueil et émargement"), time(9), 30),
    (
        Moment.Kind.PRESENTATION,
        gettext_lazy("Depuis la dernière fois : décisions et améliorations"),
        time(9, 30),
        45,
    ),
    (Moment.Kind.PRESENTATION, gettext_lazy("Points d'étape des actions"), time(10, 15), 60),
    (Moment.Kind.BREAK, gettext_lazy("Pause"), time(11, 15), 15),
    (Moment.Kind.MIXED_WORKSHOP, gettext_lazy("Tour de pairs, premier tour"), time(11, 30), 60),
    (Moment.Kind.MEAL, gettext_lazy("Repas"), time(12, 30), 75),
    (Moment.Kind.MIXED_WORKSHOP, gettext_lazy("Tour de pairs, deuxième tour"), time(13, 45), 60),
    (Moment.Kind.POOLING, gettext_lazy("Retours des pairs, action par action"), time(14, 45), 45),
    (Moment.Kind.CONFERENCE, gettext_lazy("Apport extérieur"), time(15, 30), 45),
    (Moment.Kind.SYNTHESIS, gettext_lazy("Décisions"), time(16, 15), 30),
    (Moment.Kind.CLOSING, gettext_lazy("Clôture"), time(16, 45), 15),
)


@transaction.atomic
def begin(
    collective: Collective, values: dict[str, Any], *, key: str = "", by: Person | None = None
) -> Programme:
    """Begin a programme with the questions of the source; the same key twice is the same one.

    Args:
        collective: who leads it.
        values: "title", and what a `Programme` has.
        key: the number of the form.
        by: who begins it.
    """
    given = dict(values)
    title = given.pop("title")
    notebook, new = Notebook.objects.get_or_create(
        uid=writing.uid_of(f"programme {collective.pk}", key, title),
        defaults={"collective": collective, "kind": Notebook.Kind.LOGBOOK, "title": title},
    )
    if not new:
        return notebook.programme
    programme = Programme.objects.create(
        notebook=notebook, slug=free_slug(Programme, title), **given
    )
    Question.objects.bulk_create(
        Question(programme=programme, label=str(label), text=str(text), position=position)
        for position, (label, text) in enumerate(QUESTIONS)
    )
    return programme


@transaction.atomic
def settle(programme: Programme, values: dict[str, Any]) -> None:
    """Change what a programme is called and what it says."""
    given = dict(values)
    notebook = programme.notebook
    notebook.title = given.pop("title")
    notebook.save(update_fields=["title"])
    for name, value in given.items():
        setattr(programme, name, value)
    programme.save()


@transaction.atomic
def plan_seminars(
    programme: Programme, days: Sequence[date], *, place: Place | None, by: Person | None
) -> list[Seminar]:
    """Put a seminar on each of these days, after those that are there; each is a draft gathering.

    A day that has one already gets no second.
    """
    known = {timezone.localdate(one.gathering.starts_at): one for one in seminars(programme)}
    for day in sorted(set(days) - set(known)):
        known[day] = _seminar(programme, day, place, by)
    renumber(programme)
    return [known[day] for day in sorted(known)]


def seminars(programme: Programme) -> list[Seminar]:
    """Return the seminars of a programme in the order of their days."""
    found = programme.seminars.select_related("gathering")
    return list(found.order_by("gathering__starts_at", "pk"))


def _seminar(programme: Programme, day: date, place: Place | None, by: Person | None) -> Seminar:
    """Put one seminar on a day, with the agenda of a seminar."""
    title = _("Séminaire : %(programme)s") % {"programme": programme}
    gathering = Gathering.objects.create(
        collective=programme.collective,
        slug=days.free_slug(_("séminaire"), day),
        kind=Gathering.Kind.SEMINAR,
        title=title[:160],
        by_invitation=True,
        starts_at=_at(day, AGENDA[0][2]),
        ends_at=_at(day, AGENDA[-1][2], AGENDA[-1][3]),
    )
    Moment.objects.bulk_create(
        Moment(
            gathering=gathering, kind=kind, title=str(name), place=place,
            starts_at=_at(day, hour), ends_at=_at(day, hour, minutes),
        )
        for kind, name, hour, minutes in AGENDA
    )  # fmt: skip
    counters.log(gathering, _("séminaire mis au calendrier"), by=by)
    # Its number comes with its rank, see `renumber`.
    return Seminar.objects.create(
        programme=programme, gathering=gathering, number=programme.seminars.count() + 1
    )


def _at(day: date, hour: time, minutes: int = 0) -> datetime:
    """Return an hour of a day on the clock of the place, some minutes later."""
    return timezone.make_aware(datetime.combine(day, hour) + timedelta(minutes=minutes))


@transaction.atomic
def renumber(programme: Programme) -> None:
    """Number the seminars by their days: one that was moved beyond another changes its number."""
    found = seminars(programme)
    if [one.number for one in found] == list(range(1, len(found) + 1)):
        return
    # Two of them never have the same number, not even meanwhile.
    above = max(one.number for one in found) + len(found)
    for shift in (above, 0):
        for number, one in enumerate(found, 1):
            one.number = number + shift
            one.save(update_fields=["number"])


@transaction.atomic
def move(seminar: Seminar, day: date, *, by: Person | None) -> None:
    """Move a seminar to another day; what was prepared for it stays with it."""
    days.move(seminar.gathering, day, by=by)
    renumber(seminar.programme)


@transaction.atomic
def write_questions(programme: Programme, questions: list[tuple[str, str]]) -> None:
    """Keep the questions of a programme as they were typed; one whose words stay is the same."""
    known = {one.label: one for one in programme.questions.all()}
    for position, (label, text) in enumerate(questions):
        one = known.pop(label, None) or Question(programme=programme, label=label)
        one.text, one.position = text, position
        one.save()
    for gone in known.values():
        gone.delete()
