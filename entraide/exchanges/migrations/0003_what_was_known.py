"""What people are known by, drawn again from every contact; what is searched; talks begun twice."""

from itertools import groupby
from uuid import uuid4

from django.db import migrations

from entraide.people.known import folded, known, known_by


def know(apps, schema_editor):
    """Say what each neighbour is known by; keep apart by contacts who were kept apart by names."""
    neighbours = apps.get_model("exchanges", "Neighbour").objects.select_related("circle", "person")
    for one in neighbours.iterator():
        emails = [one.email, (one.person.email or "") if one.person else ""]
        one.known_by = known_by(
            one.circle.collective_id, name=one.name, emails=emails, phone=one.phone
        ).kept()
        one.save(update_fields=["known_by"])
    blocks = apps.get_model("exchanges", "Block").objects.select_related("by__circle", "of")
    apart = apps.get_model("people", "Apart").objects
    # What is kept apart already stays so: of who left, nothing else tells it.
    for block in blocks:
        block.of_known_by, block.of_name = block.of.known_by, block.of.name
        block.save(update_fields=["of_known_by", "of_name"])
        for one, other in known(block.by.known_by).pairs(known(block.of_known_by)):
            apart.get_or_create(collective_id=block.by.circle.collective_id, one=one, other=other)


def search(apps, schema_editor):
    """Let the search read when, where and in which languages too."""
    for name in ("Offer", "Need"):
        for post in apps.get_model("exchanges", name).objects.select_related("place").iterator():
            place = post.place.name if post.place else ""
            said = (post.title, post.words, post.when, post.languages, place)
            post.folded = folded(" ".join(filter(None, said)))
            post.save(update_fields=["folded"])


def begin(apps, schema_editor):
    """Give messages a number, talks their title; join talks that two forms began at once."""
    messages = apps.get_model("exchanges", "Message").objects
    for message in messages.all():
        message.uid = uuid4()
        message.save(update_fields=["uid"])
    talks = apps.get_model("exchanges", "Talk").objects.select_related("offer", "need")

    def about(talk):
        return (talk.offer_id or 0, talk.need_id or 0, talk.opener_id, talk.other_id)

    for _about, same in groupby(sorted(talks, key=lambda one: (about(one), one.pk)), key=about):
        first, *others = both = list(same)
        closed = [one.closed_on for one in both]
        first.last_on = max(one.last_on for one in both)
        # It goes on when one of them does.
        first.closed_on = None if None in closed else max(closed)
        for other in others:
            messages.filter(talk=other).update(talk=first)
            other.delete()
        said = messages.filter(talk=first).order_by("day").first()
        first.opened_on = said.day if said else first.last_on
        first.title = (first.offer or first.need).title
        first.save(update_fields=["title", "opened_on", "last_on", "closed_on"])


def nothing(apps, schema_editor):
    """Take nothing back: what is drawn from other columns goes with its own."""


class Migration(migrations.Migration):

    dependencies = [
        ("exchanges", "0002_kept_apart"),
        ("people", "0003_apart"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(know, nothing),
        migrations.RunPython(search, nothing),
        migrations.RunPython(begin, nothing),
    ]
