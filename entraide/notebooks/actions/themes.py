"""The codebook: themes are added, renamed, merged and split; what was done stays written."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.notebooks.models import Coding, Look, Theme, ThemeChange
from entraide.people.models import Collective, PeerGroup, Person

Dye = PeerGroup.Dye
# The five "points d'appui" of the source.
FOOTHOLDS = (
    (_("Le quartier"), Dye.MADDER),
    (_("La démocratie"), Dye.WOAD),
    (_("Le travail"), Dye.WELD),
    (_("L'association"), Dye.VERDIGRIS),
    (_("La laïcité"), Dye.INK),
)
# How a codebook in a file says that a theme is sensitive.
YES = "oui"


class NotATree(ValueError):
    """A theme cannot be under itself, or merged with itself or with what is under it."""


@transaction.atomic
def add_footholds(collective: Collective, *, by: Person) -> None:
    """Add those of the five footholds that are not there yet."""
    known = set(Theme.objects.filter(collective=collective).values_list("name", flat=True))
    for position, (name, dye) in enumerate(FOOTHOLDS):
        if name not in known:
            theme = Theme.objects.create(
                collective=collective, name=name, dye=dye, position=position,
                looks_before=last_look(),
            )  # fmt: skip
            record(theme, _("ajouté"), by=by)


def last_look() -> int:
    """Return the number of the last look: whoever looked so far does not know a new theme."""
    return Look.objects.aggregate(last=Max("pk"))["last"] or 0


def record(theme: Theme, what: str, *, by: Person | None) -> None:
    """Write what was done to a theme."""
    ThemeChange.objects.create(theme=theme, what=what[:300], by=by, day=timezone.localdate())


def under(theme: Theme) -> set[int]:
    """Return the numbers of a theme and of all that is under it."""
    found, layer = {theme.pk}, [theme.pk]
    while layer:
        children = Theme.objects.filter(parent__in=layer).values_list("pk", flat=True)
        layer = [number for number in children if number not in found]
        found.update(layer)
    return found


@transaction.atomic
def save(theme: Theme, values: dict[str, Any], *, by: Person) -> None:
    """Add a theme, or change it.

    Raises:
        NotATree: when it would be under itself; nothing is changed then.
    """
    parent = values.get("parent")
    if theme.pk and parent and parent.pk in under(theme):
        raise NotATree
    new, before = theme.pk is None, theme.name
    if new:
        theme.looks_before = last_look()
    for name, value in values.items():
        setattr(theme, name, value)
    theme.save()
    if new:
        record(theme, _("ajouté"), by=by)
    elif before != theme.name:
        record(theme, _("renommé, avant : %(name)s") % {"name": before}, by=by)
    else:
        record(theme, _("changé"), by=by)


@transaction.atomic
def merge(theme: Theme, into: Theme, *, by: Person) -> None:
    """Let another theme take all codings, memos and children of this one.

    Raises:
        NotATree: when the other is this one, or under it.
    """
    if into.pk in under(theme) or into.merged_into_id:
        raise NotATree
    for coding in theme.codings.all():
        _recode(coding, into)
    theme.memos.update(theme=into)
    theme.children.update(parent=into)
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    record(theme, _("réuni avec : %(name)s") % {"name": into.name}, by=by)
    record(into, _("a reçu : %(name)s") % {"name": theme.name}, by=by)


@transaction.atomic
def split(theme: Theme, name: str, codings: Iterable[Coding], *, by: Person) -> Theme:
    """Move some codings of a theme to a new one beside it; return the new one."""
    new = Theme.objects.create(
        collective=theme.collective, parent=theme.parent, name=name, dye=theme.dye,
        position=theme.position, looks_before=theme.looks_before,
    )  # fmt: skip
    for coding in codings:
        _recode(coding, new)
    record(new, _("séparé de : %(name)s") % {"name": theme.name}, by=by)
    record(theme, _("a donné : %(name)s") % {"name": name}, by=by)
    return new


def _recode(coding: Coding, theme: Theme) -> None:
    """Give a coding another theme; if the coder found that one there too, one stays."""
    same = Coding.objects.filter(
        note=coding.note_id, theme=theme, coder=coding.coder_id, start=coding.start, end=coding.end
    )
    if same.exists():
        coding.delete()
    else:
        Coding.objects.filter(pk=coding.pk).update(theme=theme)


@transaction.atomic
def add_all(collective: Collective, rows: list[dict[str, str]], *, by: Person) -> int:
    """Add the themes of a codebook that are not there yet; return how many.

    A theme that is there keeps its own definition: an import loses nothing.

    Raises:
        NotATree: when a theme would be under itself; nothing is added then.
    """
    living = Theme.objects.filter(collective=collective, merged_into=None)
    known = {theme.name: theme for theme in living}
    dyes = list(Dye.values)
    added = []
    for position, row in enumerate(rows):
        if row["theme"] in known:
            continue
        theme = Theme.objects.create(
            collective=collective, name=row["theme"], definition=row["definition"],
            examples=row["examples"], position=position,
            dye=row["colour"] if row["colour"] in dyes else dyes[position % len(dyes)],
            sensitive=row["sensitive"].lower() == YES, looks_before=last_look(),
        )  # fmt: skip
        known[theme.name] = theme
        added.append((theme, row["parent"]))
        record(theme, _("ajouté par un fichier"), by=by)
    for theme, parent in added:
        if parent:
            if known[parent].pk in under(theme):
                raise NotATree
            theme.parent = known[parent]
            theme.save(update_fields=["parent"])
    return len(added)
