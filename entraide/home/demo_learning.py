"""What the programme of the demonstration shares: diagnoses, inputs, shelf, seasons, a forum."""

from collections.abc import Sequence
from datetime import date, timedelta

from entraide.expertise.actions import consent, drafting, publishing, tying
from entraide.expertise.models import Cahier, ConsentRound
from entraide.gatherings.actions.programme import free_slug
from entraide.gatherings.models import Gathering, Moment
from entraide.home import demo_programme
from entraide.home.demo_research import QUARTERS, Json, Years, there
from entraide.notebooks.actions import anchoring
from entraide.notebooks.models import Anchor, Note
from entraide.places.actions import neighbourhood_named
from entraide.places.models import Place
from entraide.research.actions import mandates
from entraide.research.models import (
    Module,
    OutsideInput,
    ReadingItem,
    ReadingList,
    Resource,
    Season,
)

Kind = Gathering.Kind
FORMATS = {
    "march": Kind.MARCH, "workshop": Kind.WORKSHOP, "cafe": Kind.CAFE, "visit": Kind.VISIT,
    "conference": Kind.TALK,
}  # fmt: skip
PRICE = "Prix libre : chacun met ce qu'il peut, personne ne regarde."
SECOND_FORUM = "deuxieme-forum-economie-de-l-entraide"
# A first edition of the diagnosis of this neighbourhood at the end of the second year.
EARLY, EARLY_QUARTER, EARLY_CLAIMS = "Trichon", 8, 2


def load(years: Years, told: Json) -> None:
    """Write everything that the programme shares."""
    places = _places()
    _diagnoses(years, told)
    for one in told["inputs"]:
        _input(years, one, places)
    _shelf(years, told)
    for one in told["season"]:
        _season(years, one, places)
    for gathering in Gathering.objects.filter(slug=SECOND_FORUM):
        there(years, gathering)


def _places() -> dict[str, Place]:
    return {one.name.split(",")[0]: one for one in Place.objects.all()}


def _diagnoses(years: Years, told: Json) -> None:
    local: dict[str, Note] = {}
    for one in told["local_diagnoses"]:
        _local(years, one, local)
    common = told["common_diagnosis"]
    cahier = _cahier(years, common["title"], None)
    for claim in common["claims"]:
        note = _claim(years, cahier, claim["text"], [])
        anchoring.anchor(note, [local[key] for key in claim["joins"]], how=Anchor.How.JOINS)
    _publish(years, cahier, years.seminar(QUARTERS - 1))


def _local(years: Years, told: Json, local: dict[str, Note]) -> None:
    cahier = _cahier(years, told["title"], told["neighbourhood"])
    for number, claim in enumerate(told["claims"]):
        if told["neighbourhood"] == EARLY and number == EARLY_CLAIMS:
            _publish(years, cahier, years.seminar(EARLY_QUARTER))
        lines = [years.lines[one["action"]][one["note"]] for one in claim["notes"]]
        below = [one.note for one in lines if one.note]
        local[claim["key"]] = _claim(years, cahier, claim["text"], below)
    _publish(years, cahier, years.seminar(QUARTERS - 1))


def _cahier(years: Years, title: str, neighbourhood: str | None) -> Cahier:
    values = {
        "title": title,
        "kind": Cahier.Kind.DIAGNOSIS,
        "neighbourhood": neighbourhood_named(neighbourhood or ""),
    }
    return drafting.begin(years.programme.collective, values, by=years.by, key=title)


def _claim(years: Years, cahier: Cahier, text: str, below: Sequence[Note]) -> Note:
    section = cahier.sections.get()
    (passage,) = drafting.add_claims(section, [text], by=years.by)
    if below:
        tying.tie(passage, below, by=years.by)
    return passage.note


def _publish(years: Years, cahier: Cahier, day: date) -> None:
    """Ask some of those who take part, then publish a week later."""
    asked = consent.open_round(cahier, closes_on=day + timedelta(days=6), by=years.by)
    for one in list(years.people.values())[:14]:
        consent.reply(asked, "consent", person=one.person)
    consent.close_round(asked, by=years.by)
    ConsentRound.objects.filter(pk=asked.pk).update(
        opened_on=day, closed_on=day + timedelta(days=6)
    )
    publishing.publish(cahier, by=years.by, day=day + timedelta(days=7))


def _input(years: Years, told: Json, places: dict[str, Place]) -> None:
    questions = list(years.programme.questions.all())
    needed = OutsideInput.objects.create(
        programme=years.programme,
        need=told["need"],
        question=questions[told["question"]],
        action=years.actions.get(told["action"] or ""),
        who="\n".join(told["who"]),
    )
    if not told["title"]:
        return
    begin = demo_programme.at(years.on(told["q"], 7), "18:00")
    gathering = mandates.invite(
        needed,
        title=told["title"],
        kind=FORMATS[told["format"]],
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
    )
    _open(gathering, places["Baraka"])
    mandates.remains(needed, told["remains"])
    needed.left_on = begin.date()
    needed.save(update_fields=["left_on"])


def _open(gathering: Gathering, place: Place) -> None:
    """Publish a gathering at a place."""
    Moment.objects.create(
        gathering=gathering, kind=Moment.Kind.OTHER, title=gathering.title[:160], place=place,
        starts_at=gathering.starts_at, ends_at=gathering.ends_at,
    )  # fmt: skip
    gathering.state = Gathering.State.PUBLISHED
    gathering.save(update_fields=["state"])


def _shelf(years: Years, told: Json) -> None:
    collective = years.programme.collective
    modules = {
        key: Module.objects.create(collective=collective, name=name)
        for key, name in told["module_names"].items()
    }
    resources = {}
    for one in told["resources"]:
        made = Resource.objects.create(
            collective=collective, kind=one["kind"], title=one["title"], author=one["author"],
            year=str(one["year"] or ""), source=one["source"], licence=one["licence"],
            words=one["words"],
        )  # fmt: skip
        made.modules.set([modules[key] for key in one["modules"]])
        made.actions.set([years.actions[key] for key in one["actions"]])
        resources[one["key"]] = made
    for one in told["reading_lists"]:
        reading = ReadingList.objects.create(
            collective=collective, title=one["title"], audience=one["for"]
        )
        ReadingItem.objects.bulk_create(
            ReadingItem(
                reading_list=reading, resource=resources[item["key"]], position=position,
                why=item["why"],
            )
            for position, item in enumerate(one["resources"])
        )  # fmt: skip


def _season(years: Years, told: Json, places: dict[str, Place]) -> None:
    begin = years.quarter(told["q"])
    season = Season.objects.create(
        collective=years.programme.collective,
        slug=drafting.free_slug(Season, told["title"]),
        title=told["title"],
        words=told["words"],
        starts_on=begin,
        ends_on=years.quarter(told["q"] + 1) - timedelta(days=1),
        price=PRICE,
        shown=True,
    )
    agreements = years.programme.agreements.filter(ended_on=None)
    season.partners.set([one.organisation for one in agreements])
    for one in told["gatherings"]:
        _season_gathering(years, one, begin, places[one["place"]])


def _season_gathering(years: Years, told: Json, begin: date, place: Place) -> None:
    day = begin + timedelta(weeks=told["week"] - 1)
    day += timedelta(days=(told["weekday"] - day.weekday()) % 7)
    starts_at = demo_programme.at(day, told["hour"])
    gathering = Gathering.objects.create(
        collective=years.programme.collective,
        slug=free_slug(told["title"], day),
        kind=FORMATS[told["format"]],
        title=told["title"],
        lead=told["words"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=told["hours"]),
        price="prix libre",
    )
    _open(gathering, place)
