"""A sign-up in two pages, without JavaScript and without keeping anything in between.

What was typed travels in the form itself; the same reader serves a visitor, a change by
receipt, and an animator who signs someone up.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from entraide.gatherings.forms.behalf import BehalfForm
from entraide.gatherings.forms.sign_up import DayForm, WhoForm
from entraide.gatherings.models import Gathering


@dataclass
class Pages:
    """What was read: the forms, the page to show, and whether everything is there."""

    who: WhoForm
    day: DayForm | None = None
    behalf: BehalfForm | None = None
    carried: dict[str, str] | None = None
    complete: bool = False


def new_key() -> str:
    """Return an idempotency key for a new form: 128 bits."""
    return secrets.token_urlsafe(16)


def read(
    request: HttpRequest,
    gathering: Gathering,
    *,
    initial: dict[str, Any] | None = None,
    on_behalf: bool = False,
) -> Pages:
    """Read what was sent, and decide which page comes next."""
    start = {"key": new_key(), **(initial or {})}
    if request.method != "POST":
        behalf = BehalfForm(gathering=gathering) if on_behalf else None
        return Pages(WhoForm(initial=start), behalf=behalf, carried=_hidden(initial or {}))
    sent = request.POST
    who = WhoForm(sent)
    behalf = BehalfForm(sent, gathering=gathering) if on_behalf else None
    first_page_right = who.is_valid() & (behalf is None or behalf.is_valid())
    if "back" in sent or not first_page_right:
        return Pages(who, behalf=behalf, carried=_carried(sent.dict()))
    size = who.cleaned_data["size"]
    group = who.cleaned_data["peer_group"].pk
    if sent.get("step") != "2":
        day = DayForm(
            initial=_carried(sent.dict()), gathering=gathering, size=size, first_group=group
        )
        return Pages(who, day, behalf)
    day = DayForm(sent, gathering=gathering, size=size, first_group=group)
    return Pages(who, day, behalf, complete=day.is_valid())


def _carried(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what belongs to page two, so that going back loses nothing."""
    not_ours = {"csrfmiddlewaretoken", "step", "back", *WhoForm.base_fields}
    not_ours |= {"entered_how", "received_at_0", "received_at_1", "sheet"}
    return {name: value for name, value in typed.items() if name not in not_ours and value}


def _hidden(initial: dict[str, Any]) -> dict[str, str]:
    return {
        name: "on" if value is True else str(value) for name, value in _carried(initial).items()
    }
