"""An institution answers by its private link: no account, no cookie, each use kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entraide.expertise.actions import answers, doors
from entraide.expertise.actions.proposals import Over
from entraide.expertise.forms.proposals import AnswerForm
from entraide.expertise.models import Door, DoorUse
from entraide.people import throttle

DOOR = "door"


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The proposal, and the answer of the institution."""
    if throttle.pause_left(request, DOOR):
        return render(request, "expertise/door_over.html", {"door": None}, status=429)
    door = doors.find(token)
    if door is None:
        throttle.count_failure(request, DOOR)
        raise Http404
    form = AnswerForm(request.POST or None)
    answers_now = form.is_valid()
    try:
        if request.method == "GET" or answers_now:
            doors.use(door, DoorUse.What.ANSWERED if answers_now else DoorUse.What.OPENED)
    except doors.DoorClosed:
        typed = request.POST.get("words", "")
        context = {"door": door, "typed": typed}
        return render(request, "expertise/door_over.html", context, status=410)
    if answers_now and _answered(door, form):
        return render(request, "expertise/answered.html", _context(door, form))
    status = 422 if form.is_bound else 200
    return render(request, "expertise/answer.html", _context(door, form), status=status)


def _context(door: Door, form: AnswerForm) -> dict[str, object]:
    return {"door": door, "proposal": door.proposal, "form": form}


def _answered(door: Door, form: AnswerForm) -> bool:
    """Keep the answer; return whether the proposal still takes one."""
    try:
        answers.answer(door.proposal, form.said(), door=door)
    except Over:
        form.add_error(None, _("Cette proposition continue dans une autre. Écrivez au collectif."))
        return False
    return True
