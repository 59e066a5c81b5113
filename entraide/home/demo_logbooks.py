"""What the actions of the demonstration tell: lines, reviews, feedbacks, improvements, mandates."""

from datetime import date
from uuid import uuid4

from entraide.home.demo_research import QUARTERS, Json, Years
from entraide.notebooks.models import Note
from entraide.places.actions import neighbourhood_named
from entraide.research.actions import carrying, logbook, mandates, seminars
from entraide.research.models import (
    Carrying,
    CollectiveAction,
    Entry,
    Feedback,
    Improvement,
    Mandate,
    Seminar,
)

# Two actions keep their page among those who carry them.
NOT_SHOWN = {"papiers", "garde"}
MEMO = "Ne pas leur donner le nom de la dame du troisième, même à l'oral. Le redire à la cheffe."
DECISIONS = [
    "Chaque action dit ce qu'elle a raté avant de dire ce qu'elle a réussi.",
    "Le prochain séminaire commence par un repas, pas par un tour de table.",
    "On écrit ensemble à la structure qui retire ses heures.",
    "Une habitante ou un habitant ouvre chaque tour de pairs.",
    "Nous demandons par écrit le local du rez-de-chaussée.",
    "La table des papiers vient raconter sa preuve au Département.",
]


def load(years: Years, told: Json) -> None:
    """Write everything that the actions tell, in the order it happened."""
    held = {one.number: one for one in years.programme.seminars.select_related("gathering")}
    for one in told["actions"]:
        _told(years, held, one)
    feedbacks = _feedbacks(held, years, told["feedbacks"])
    for one in told["improvements"]:
        _improvement(years, feedbacks[one["feedback"]], one)
    _end(years, told["actions"])
    for one in told["mandates"]:
        _mandate(years, one)
    for number, text in enumerate(DECISIONS):
        _decision(years, held[2 * number + 1], text)


def _told(years: Years, held: dict[int, Seminar], told: Json) -> None:
    """Begin an action, write its logbook, then what it told at each seminar."""
    years.actions[told["key"]] = _action(years, told)
    years.lines[told["key"]] = _lines(years, told)
    for review in told["reviews"]:
        _review(years, held[review["q"]], told["key"], review)


def _end(years: Years, told: Json) -> None:
    """End the actions that are over: one failed, one goes on without the collective."""
    for one in told:
        if one["to_q"]:
            day, state = years.seminar(one["to_q"]), CollectiveAction.State.ENDED
            carrying.set_state(years.actions[one["key"]], state, why=one["ended_why"], day=day)


def _action(years: Years, told: Json) -> CollectiveAction:
    day = years.on(told["from_q"], 1)
    intended = carrying.Intended(
        title=told["title"], intention=told["intention"], shows=told["shows"],
        public=told["public"], neighbourhood=neighbourhood_named(told["neighbourhood"]),
        began_on=day,
    )  # fmt: skip
    team = [years.people[key] for key in told["team"]]
    made = carrying.begin(years.programme, intended, team=team)
    for one in team:
        since, until = max(day, one.joined_on), one.until
        over = until if until and until < years.today else None
        Carrying.objects.filter(action=made, participant=one).update(since=since, until=over)
    carrying.show(made, shown=told["key"] not in NOT_SHOWN)
    return made


def _lines(years: Years, told: Json) -> list[Entry]:
    """Write the lines of a logbook, each by its author; return them in the order of the file."""
    action = years.actions[told["key"]]
    numbers = [uuid4() for _one in told["notes"]]
    for number, one in enumerate(told["notes"]):
        line = logbook.Line(
            uid=numbers[number],
            text=one["text"],
            kind=one["kind"],
            day=years.on(one["q"], one["week"], number),
            sharing=one["share"],
            on=() if one["on"] is None else (numbers[one["on"]],),
        )
        author = years.people[told["team"][one["by"]]].person
        if author:
            logbook.write(action, [line], author=author)
    known = {one.uid: one for one in action.entries.select_related("note", "action")}
    return [known[uid] for uid in numbers]


def _review(years: Years, seminar: Seminar, key: str, told: Json) -> None:
    words = seminars.Told(told["tried"], told["happened"], told["ask"])
    lines = [years.lines[key][number] for number in told["notes"]]
    shared = [one for one in lines if one.note]
    seminars.review(seminar, years.actions[key], words, entries=shared)


def _feedbacks(held: dict[int, Seminar], years: Years, told: Json) -> dict[str, Feedback]:
    found = {}
    for one in told:
        review = (
            held[one["q"]]
            .reviews.select_related("note", "action", "seminar")
            .get(action=years.actions[one["action"]])
        )
        (found[one["key"]],) = seminars.give_back(review, [one["text"]], key=one["key"])
        if why := one.get("left_why"):
            seminars.leave(found[one["key"]], why)
    return found


def _improvement(years: Years, feedback: Feedback, told: Json) -> None:
    questions = list(years.programme.questions.all())
    first, *others = told["steps"]
    made = seminars.take(
        feedback,
        told["text"],
        questions[told["question"]],
        why=first["why"],
        day=years.on(first["q"], 2),
    )
    for one in others:
        day = min(_step_day(years, one["q"]), years.today)
        seminars.step(made, one["state"], why=one["why"], day=day)
    action = feedback.review.action
    key = next(key for key, one in years.actions.items() if one == action)
    if told["effect"]:
        line = years.lines[key][told["effect"]["note"]]
        if line.note:
            seminars.observe_effect(made, [line])
    kept = others and others[-1]["state"] == Improvement.State.KEPT
    seminars.show_improvement(made, shown=bool(kept) and key not in NOT_SHOWN)


def _step_day(years: Years, quarter: int) -> date:
    return years.on(quarter, 9) if quarter == QUARTERS else years.seminar(quarter)


def _mandate(years: Years, told: Json) -> None:
    below = [_note(years, one) for one in told["notes"]]
    keys = dict.fromkeys(one["action"] for one in told["notes"])
    commanded = mandates.Commanded(
        told["institution"],
        told["asked"],
        years.quarter(told["until_q"]),
        [years.actions[key] for key in keys],
    )
    steps = told["steps"]
    made = mandates.receive(years.programme, commanded, day=years.on(steps[0]["q"], 3))
    made.steps.update(words=steps[0]["words"])
    mandates.say(made, told["says"], on=below)
    mandates.counter(made, told["counter"])
    day = years.on(steps[0]["q"], 5)
    Note.objects.filter(pk__in=[made.says_id, made.counter_id]).update(day=day)
    for number, one in enumerate(steps[1:]):
        last = number == len(steps) - 2
        mandates.step(
            made, one["state"], day=years.on(one["q"], 4 + number), words=one["words"],
            result=told["result"] or "" if last else "",
        )  # fmt: skip
    _memo(years, made)


def _memo(years: Years, mandate: Mandate) -> None:
    """Let the social worker one may try keep something for herself, once."""
    mine = years.people["nadege"].person
    first = not Mandate.objects.filter(programme=years.programme, memos__author=mine).exists()
    if mine and first:
        mandates.note_for_oneself(mandate, MEMO, author=mine)


def _note(years: Years, told: Json) -> Note:
    found: Note | None = years.lines[told["action"]][told["note"]].note
    if found is None:
        raise ValueError(f"{told} is not shared")
    return found


def _decision(years: Years, seminar: Seminar, text: str) -> None:
    people = [years.people[key] for key in ("malika", "hacene", "fanta")]
    made = seminars.decide(
        seminar,
        text,
        by=people[seminar.number % 3],
        due_on=years.on(min(seminar.number + 1, QUARTERS), 6),
    )
    # The last one is still to be done.
    if seminar.number < QUARTERS - 1:
        made.done_on = min(years.seminar(seminar.number + 1), years.today)
        made.save(update_fields=["done_on"])
