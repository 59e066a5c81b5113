"""How a round of consent stands, for the members of the collective."""

from dataclasses import dataclass

from entraide.expertise.models import ConsentRound, Objection, Reply
from entraide.people.models import Person


@dataclass(frozen=True)
class Standing:
    """Numbers, who has not replied yet, and objections without names."""

    consents: int
    abstentions: int
    papers: int
    waited_for: list[Person]
    objections: list[Objection]


def standing(asked: ConsentRound) -> Standing:
    """Return how a round stands; three queries."""
    replies = list(asked.replies.values_list("says", "person", "on_paper"))
    said = [says for says, _person, _paper in replies]
    replied = {person for _says, person, _paper in replies}
    members = Person.objects.filter(
        memberships__collective=asked.cahier.notebook.collective_id
    ).order_by("name", "pk")
    objections = Objection.objects.filter(reply__round=asked).select_related("note", "answer")
    return Standing(
        consents=said.count(Reply.Says.CONSENT),
        abstentions=said.count(Reply.Says.ABSTAIN),
        papers=sum(paper for _says, _person, paper in replies),
        waited_for=[person for person in members if person.pk not in replied],
        objections=list(objections),
    )
