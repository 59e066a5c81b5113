"""What a structure reads of its year: hours, seminars, what was produced; and its convention.

Everything is counted from arrivals and from the thread: nothing here is typed a second time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from entraide.research.models import (
    Agreement,
    CollectiveAction,
    Decision,
    Feedback,
    Improvement,
    Participant,
    Presence,
    Programme,
    StageReview,
)
from entraide.research.quarters import Quarter, quarters
from entraide.research.queries import presences
from entraide.research.queries.presences import Hours, in_hours
from entraide.ui import wording
from entraide.ui.sheets import Table

QUARTERS_A_YEAR = 4
Data = dict[str, Any]


@dataclass(frozen=True)
class Year:
    """A year of a programme, from 1, and its quarters."""

    number: int
    quarters: Sequence[Quarter]

    @property
    def whole(self) -> Q:
        """What a gathering of this year has for its day."""
        return Q(
            gathering__starts_at__date__gte=self.quarters[0].starts_on,
            gathering__starts_at__date__lte=self.quarters[-1].ends_on,
        )


@dataclass(frozen=True)
class Line:
    """A participant in a report: the hours of each quarter, done and agreed to."""

    participant: Participant
    hours: Sequence[Hours]

    @property
    def done(self) -> float:
        """Return the hours done in all."""
        return in_hours(sum(one.minutes for one in self.hours))

    @property
    def agreed(self) -> int:
        """Return the hours agreed to in all."""
        return sum(one.agreed for one in self.hours)


@dataclass(frozen=True)
class Report:
    """The year of a structure, or of everybody."""

    year: Year
    lines: Sequence[Line]
    gatherings: int
    actions: Sequence[CollectiveAction]
    reviews: int
    feedbacks: int
    improvements: int
    decisions: int

    @property
    def done(self) -> float:
        """Return the hours of everybody."""
        return in_hours(sum(hour.minutes for line in self.lines for hour in line.hours))

    @property
    def agreed(self) -> int:
        """Return the hours agreed to for everybody."""
        return sum(line.agreed for line in self.lines)


def years(programme: Programme) -> list[Year]:
    """Return the years of a programme that have begun."""
    today = timezone.localdate()
    found = [
        one for one in quarters(programme.starts_on, programme.ends_on) if one.starts_on <= today
    ]
    return [
        Year(number + 1, found[begin : begin + QUARTERS_A_YEAR])
        for number, begin in enumerate(range(0, len(found), QUARTERS_A_YEAR))
    ]


def report(programme: Programme, year: Year, agreement: Agreement | None = None) -> Report:
    """Return the year of a structure; of everybody without an agreement; ten queries."""
    until = year.quarters[-1].ends_on
    counted = presences.hours(programme, agreement=agreement, until=until)
    people = list({one.participant: None for one in counted})
    of_year = Q(review__seminar__programme=programme)
    actions = CollectiveAction.objects.filter(programme=programme).select_related("notebook")
    if agreement:
        actions = actions.filter(team__participant__in=people).distinct()
    shown = list(actions)
    begin, end = year.quarters[0].starts_on, year.quarters[-1].ends_on
    day = Q(note__day__gte=begin, note__day__lte=end, note__withdrawn=False)
    return Report(
        year=year,
        lines=_lines(counted, year),
        gatherings=Presence.objects.filter(year.whole, participant__in=people)
        .values("gathering")
        .distinct()
        .count(),
        actions=shown,
        reviews=StageReview.objects.filter(day, action__in=shown).count(),
        feedbacks=Feedback.objects.filter(day, of_year, review__action__in=shown).count(),
        improvements=Improvement.objects.filter(day, feedback__review__action__in=shown).count(),
        decisions=Decision.objects.filter(day, seminar__programme=programme).count(),
    )


def hours(programme: Programme) -> list[tuple[Year, Sequence[Line]]]:
    """Return the hours of everybody, year by year; four queries, however many years."""
    counted = presences.hours(programme)
    return [(year, _lines(counted, year)) for year in years(programme)]


def _lines(counted: Sequence[Hours], year: Year) -> list[Line]:
    """Return the participants who did or owed hours in a year."""
    inside = {one.number for one in year.quarters}
    by_person: dict[Participant, list[Hours]] = defaultdict(list)
    for one in counted:
        if one.quarter.number in inside:
            by_person[one.participant].append(one)
    return [
        Line(who, found)
        for who, found in by_person.items()
        if any(one.agreed or one.minutes for one in found)
    ]


def _hours(value: float) -> str:
    """Return hours in words, "6,5 h"."""
    return f"{number_format(value, 2 if value % 0.5 else 1 if value % 1 else 0)} h"


def table(found: Report) -> Table:
    """Return a report as a table to take away."""
    columns = (
        _("Nom"),
        _("Fonction"),
        *(_("Trimestre %(n)s") % {"n": one.number} for one in found.year.quarters),
        _("Heures faites"),
        _("Heures prévues"),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            line.participant.name,
            line.participant.function,
            *(_hours(one.done) for one in line.hours),
            _hours(line.done),
            _hours(line.agreed),
        )
        for line in found.lines
    ]
    rows.append(
        (
            _("Ensemble"),
            "",
            *("" for _one in found.year.quarters),
            _hours(found.done),
            _hours(found.agreed),
        )
    )
    return Table(_("Heures de l'année %(n)s") % {"n": found.year.number}, columns, rows)


def produced(found: Report) -> list[tuple[str, int]]:
    """Return what was produced, each with its number."""
    return [
        (_("Journées"), found.gatherings),
        (_("Actions"), len(found.actions)),
        (_("Points d'étape"), found.reviews),
        (_("Retours de pairs"), found.feedbacks),
        (_("Améliorations"), found.improvements),
        (_("Décisions"), found.decisions),
    ]


def paper(programme: Programme, found: Report, agreement: Agreement) -> Data:
    """Return the report of a structure for its template."""
    sheet = table(found)
    begin, end = found.year.quarters[0].starts_on, found.year.quarters[-1].ends_on
    return {
        "title": _("Rapport de l'année %(n)s") % {"n": found.year.number},
        "gathering": str(programme),
        "printed": wording.day(timezone.now()),
        "collective": programme.collective.name,
        "structure": str(agreement),
        "span": _("Du %(begin)s au %(end)s") % {"begin": _day(begin), "end": _day(end)},
        "columns": list(sheet.columns),
        "rows": [[str(cell) for cell in row] for row in sheet.rows],
        "produced_title": _("Ce qui a été produit"),
        "produced": [[name, str(number)] for name, number in produced(found)],
        "actions_title": _("Les actions de ses personnes"),
        "actions": [str(one) for one in found.actions],
        "how": _(
            "Les heures sont comptées : une journée d'après les arrivées marquées à l'accueil, "
            "sans les repas. Une heure changée à la main porte sa raison. Après la fin d'une "
            "convention, aucune heure n'est due."
        ),
        "changed": _changed(programme, found, agreement),
        "signs": [_("Pour le collectif"), _("Pour la structure")],
    }


def _changed(programme: Programme, found: Report, agreement: Agreement) -> list[str]:
    """Return the hours that were changed by hand, each with its reason."""
    by_hand = Presence.objects.filter(
        found.year.whole, participant__agreement=agreement, minutes__isnull=False,
        participant__programme=programme,
    ).select_related("participant", "gathering")  # fmt: skip
    return [
        _("%(name)s, %(day)s : %(hours)s, %(why)s")
        % {
            "name": one.participant.name,
            "day": _day(timezone.localdate(one.gathering.starts_at)),
            "hours": _hours(in_hours(one.minutes or 0)),
            "why": one.why,
        }
        for one in by_hand
    ]


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def convention(agreement: Agreement) -> Data:
    """Return the convention of a structure for its template, to sign."""
    programme = agreement.programme
    people = agreement.participants.exclude(kind=Participant.Kind.CANDIDATE)
    hours = agreement.hours_per_quarter
    return {
        "title": _("Convention de participation"),
        "gathering": str(programme),
        "printed": wording.day(timezone.now()),
        "collective": programme.collective.name,
        "structure": str(agreement),
        "articles": [
            [
                _("Ce que nous faisons ensemble"),
                programme.intention or str(programme),
            ],
            [
                _("Du temps payé"),
                _(
                    "La structure libère chaque personne qu'elle détache %(hours)s heures par "
                    "trimestre, du %(begin)s au %(end)s : une journée de séminaire, et le temps "
                    "de l'action."
                )
                % {
                    "hours": hours,
                    "begin": _day(agreement.starts_on),
                    "end": _day(agreement.ends_on),
                },
            ],
            [
                _("Qui participe"),
                ", ".join(
                    f"{one.name} ({one.function})" if one.function else one.name for one in people
                )
                or _("À désigner ensemble."),
            ],
            [
                _("Ce que chacun garde"),
                _(
                    "Le secret professionnel reste entier : rien n'est écrit sur une personne "
                    "accompagnée. Les notes d'une personne détachée sont à elle tant qu'elle ne "
                    "les partage pas ; la structure ne les lit pas."
                ),
            ],
            [
                _("Ce que la structure reçoit"),
                _(
                    "Chaque année, un rapport : les heures, les journées, ce qui a été produit. "
                    "Les cahiers publiés, avec leurs voix."
                ),
            ],
            [
                _("Si l'on s'arrête avant"),
                _(
                    "La structure ou le collectif peut s'arrêter, en disant pourquoi. Ce qui a "
                    "été partagé reste ; les heures faites restent comptées."
                ),
            ],
        ],
        "signs": [
            [_("Pour le collectif"), programme.collective.name],
            [
                _("Pour la structure"),
                " · ".join(filter(None, (str(agreement), agreement.signatory))),
            ],
        ],
        "date": _("Fait le"),
    }
