"""Hides what others should not read, with a reason that its author reads; shows it again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.exchanges.actions import posting as actions
from entraide.exchanges.forms.hiding import HidingForm
from entraide.exchanges.models import Need, Offer
from entraide.exchanges.queries import hiding as queries
from entraide.exchanges.views.desk import circle_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS


@desk(EDITORS)
def posts(request: DeskRequest) -> HttpResponse:
    """What is shown on the board, the newest first, and what is hidden; looked for by words."""
    circle = circle_of(request)
    words = request.POST.get("words", "").strip()[:80]
    context = {
        "membership": request.membership, "circle": circle, "words": words,
        "shown": queries.shown(circle, words), "hidden": queries.hidden(circle),
        "form": HidingForm(), "most": queries.MOST,
    }  # fmt: skip
    return render(request, "exchanges/desk/posts.html", context)


@desk(EDITORS)
@require_POST
def hide(request: DeskRequest, what: str, uid: UUID) -> HttpResponse:
    """Hide an offer or a need that is shown, and say why; or show it again."""
    circle = circle_of(request)
    model: Any = Need if what == "besoins" else Offer
    found: Offer | Need = get_object_or_404(queries.seen(model, circle), uid=uid)
    if "show" in request.POST:
        actions.show(found)
        messages.success(request, _("On le lit de nouveau."))
        return redirect("exchanges:desk_posts", circle.collective.slug)
    form = HidingForm(request.POST)
    if form.is_valid():
        actions.hide(found, form.cleaned_data["why"])
        messages.success(request, _("C'est caché. La personne lit pourquoi."))
    else:
        messages.error(request, _("Dites pourquoi, en quelques mots : la personne le lira."))
    return redirect("exchanges:desk_posts", circle.collective.slug)
