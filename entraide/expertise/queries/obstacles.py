"""What stands between a cahier and its publication, each with the passage it is about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entraide.expertise.models import Cahier, ConsentRound, Edition, Objection, Passage
from entraide.expertise.queries import content
from entraide.expertise.queries.content import Part, Written
from entraide.notebooks.models import Note


@dataclass(frozen=True)
class Obstacle:
    """Why a cahier cannot be published yet, and where."""

    sentence: str
    passage: Passage | None = None


def of(cahier: Cahier, found: Sequence[Part]) -> list[Obstacle]:
    """Return everything to do before this cahier, as it is now, can be published."""
    written = content.passages(found)
    obstacles = [one for each in written for one in of_passage(each)]
    if not any(one.passage.kind == Passage.Kind.CLAIM for one in written):
        obstacles.insert(0, Obstacle(_("Le cahier n'a encore aucune phrase.")))
    return [*obstacles, *_of_consent(cahier, content.asked(found), written)]


def of_passage(written: Written) -> Iterator[Obstacle]:
    """Return what one passage lacks."""
    passage = written.passage
    if passage.kind == Passage.Kind.QUOTE:
        yield from _of_quote(written)
        return
    if passage.kind == Passage.Kind.CLAIM and not written.living and not passage.reason:
        gone = bool(written.rests_on)
        yield Obstacle(
            _("Tout ce qui portait cette phrase a été retiré.")
            if gone
            else _("Cette phrase ne s'appuie sur rien."),
            passage,
        )
    if passage.unconfirmed:
        yield Obstacle(_("Cette phrase a changé depuis qu'elle est ancrée : confirmez."), passage)


def _of_quote(written: Written) -> Iterator[Obstacle]:
    voice = written.voice
    if voice is None or voice.withdrawn:
        yield Obstacle(_("La parole citée a été retirée."), written.passage)
    elif not content.may_be_quoted(voice):
        yield Obstacle(
            _("La parole citée a changé : deux personnes doivent la relire."), written.passage
        )


def _of_consent(
    cahier: Cahier, asked: Mapping[str, str], written: Sequence[Written]
) -> Iterator[Obstacle]:
    """Return what the consent of the collective lacks."""
    last = cahier.rounds.first()
    if last is None:
        yield Obstacle(_("Le collectif n'a pas encore dit son consentement : ouvrez un tour."))
        return
    if last.is_open:
        yield Obstacle(_("Le tour de consentement est en cours : refermez-le d'abord."))
        return
    if Edition.objects.filter(round=last).exists():
        yield Obstacle(_("Ce tour a déjà porté une édition : ouvrez un nouveau tour."))
        return
    waiting = Objection.objects.filter(reply__round=last, outcome=Objection.Outcome.OPEN).count()
    if waiting:
        yield Obstacle(_("Une objection attend encore une réponse."))
    changed = changed_since(last, asked, written)
    if changed:
        yield Obstacle(
            _(
                "Le texte a changé depuis le tour, ailleurs que pour une objection : "
                "ouvrez un nouveau tour."
            ),
            changed[0],
        )
    elif _removed(last, last.asked.keys() - asked.keys()):
        yield Obstacle(_("Des phrases ont été retirées depuis le tour : ouvrez un nouveau tour."))


def _removed(last: ConsentRound, missing: Collection[str]) -> bool:
    """Tell whether a sentence was taken away since the round, for no objection.

    A quotation may go: its voice may have been withdrawn.
    """
    answers = Objection.objects.filter(reply__round=last).values("answer")
    gone = Note.objects.filter(pk__in=[int(number) for number in missing])
    return gone.exclude(kind=Note.Kind.QUOTE).exclude(pk__in=answers).exists()


def changed_since(
    last: ConsentRound, asked: Mapping[str, str], written: Sequence[Written]
) -> list[Passage]:
    """Return the passages that are not as they were asked about, integrated objections apart."""
    objections = set(Objection.objects.filter(reply__round=last).values_list("note", flat=True))
    return [
        one.passage
        for one in written
        if last.asked.get(str(one.note.pk)) != asked[str(one.note.pk)]
        and not objections & {note.pk for note in one.rests_on}
    ]
