"""Messages: written, read in the outbox, sent; and the call list with its ticks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import letters, messages as actions
from entraide.gatherings.forms.messages import MessageForm, TemplateForm
from entraide.gatherings.models import Delivery, Message, MessageTemplate
from entraide.gatherings.queries import desk as desk_queries, recipients
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS
from entraide.ui.fields import number_typed

SHOWN_BEFORE_SENDING = 20


@desk(EDITORS)
def history(request: DeskRequest, slug: str) -> HttpResponse:
    """Every message of a gathering, and what became of it."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "sent": gathering.messages.select_related("written_by").prefetch_related("deliveries"),
        "templates": request.membership.collective.message_templates.all(),
    }
    return render(request, "gatherings/desk/messages.html", context)


@desk(EDITORS)
def write(request: DeskRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Write a message, from nothing, from a template, or go on with a draft."""
    gathering = own_gathering(request, slug)
    found = (
        get_object_or_404(Message, pk=number, gathering=gathering, state=Message.State.DRAFT)
        if number
        else Message(gathering=gathering, written_by=request.user)
    )
    form = MessageForm(
        request.POST or None,
        instance=found,
        gathering=gathering,
        initial=_from_template(request) if not number else None,
    )
    if request.method == "POST" and form.is_valid():
        found.recipients = form.recipients()
        saved = form.save()
        return redirect(
            "gatherings:desk_outbox", request.membership.collective.slug, slug, saved.pk
        )
    context = {"membership": request.membership, "gathering": gathering, "form": form}
    return render(request, "gatherings/desk/write.html", {**context, "fields": actions.FIELDS})


def _from_template(request: DeskRequest) -> dict[str, str]:
    number = number_typed(request.GET.get("modele", ""))
    found = request.membership.collective.message_templates.filter(pk=number or 0).first()
    return {"subject": found.subject, "body": found.body} if found else {}


@desk(EDITORS)
def outbox(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Read what will leave, to whom and how; then send it."""
    gathering = own_gathering(request, slug)
    message = get_object_or_404(
        Message.objects.select_related("gathering"), pk=number, gathering=gathering
    )
    if request.method == "POST":
        try:
            count = actions.send(message, by=request.user)
        except actions.AlreadySent:
            messages.error(request, _("Ce message est déjà parti."))
        else:
            sentence = ngettext("%(n)d envoi.", "%(n)d envois.", count) % {"n": count}
            messages.success(request, sentence)
        return redirect("gatherings:desk_messages", request.membership.collective.slug, slug)
    everyone = list(recipients.chosen(gathering, message.recipients))
    by_email = sum(1 for party in everyone if letters.has_email(party))
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "message": message,
        "letters": actions.preview(message, most=SHOWN_BEFORE_SENDING),
        "by_email": by_email,
        "to_tell": len(everyone) - by_email,
    }
    return render(request, "gatherings/desk/outbox.html", context)


@desk(EDITORS)
def template(request: DeskRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Write a template of the collective."""
    gathering = own_gathering(request, slug)
    collective = request.membership.collective
    found = (
        get_object_or_404(MessageTemplate, pk=number, collective=collective)
        if number
        else MessageTemplate(collective=collective)
    )
    form = TemplateForm(request.POST or None, instance=found)
    if request.method == "POST" and "remove" in request.POST and number:
        found.delete()
        return redirect("gatherings:desk_messages", collective.slug, slug)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("gatherings:desk_messages", collective.slug, slug)
    context = {"membership": request.membership, "gathering": gathering, "form": form}
    return render(
        request, "gatherings/desk/template.html", {**context, "fields": actions.FIELDS, "of": found}
    )


@desk(DESK)
def call_list(request: DeskRequest, slug: str) -> HttpResponse:
    """Who is to be called or told, with tick boxes."""
    gathering = own_gathering(request, slug)
    if request.method == "POST":
        _tick(request, gathering.pk)
        return redirect("gatherings:desk_calls", request.membership.collective.slug, slug)
    lines = desk_queries.call_list(gathering)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "to_tell": [line for line in lines if line.state == Delivery.State.TO_TELL],
        "told": [line for line in lines if line.state == Delivery.State.TOLD],
    }
    return render(request, "gatherings/desk/calls.html", context)


def _tick(request: DeskRequest, gathering_id: int) -> None:
    """Tick what was told; untick what was ticked by mistake."""
    ticked = {number_typed(n) or 0 for n in request.POST.getlist("told")}
    again = {number_typed(n) or 0 for n in request.POST.getlist("again")}
    found = Delivery.objects.filter(
        gathering=gathering_id, channel=Delivery.Channel.CALL, pk__in=ticked | again
    )
    for delivery in found:
        actions.mark_told(delivery, told=delivery.pk in ticked, by=request.user)
