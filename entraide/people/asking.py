"""Asks for what opens a page without account: four words, a short code; wrong tries are slowed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entraide.people import throttle

Found = TypeVar("Found")


@dataclass(frozen=True)
class Question:
    """What is typed in which field of a form, and what is said when it opens nothing.

    `purpose` counts wrong tries apart from those of other questions.
    """

    purpose: str
    template: str
    form: type[forms.Form]
    field: str
    unknown: Any


def ask(
    request: HttpRequest,
    question: Question,
    *,
    find: Callable[[str], Found | None],
    opened: Callable[[Found, str], HttpResponse],
    also: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Return the page that asks, or what opens when the answer finds something.

    Args:
        request: of the page that asks.
        question: what is asked.
        find: returns what the answer opens, or None.
        opened: returns the response for what was found and for the answer.
        also: what else the page that asks shows.
    """
    more = also or {}
    form = question.form(request.POST or None)
    if request.method != "POST":
        return render(request, question.template, {"form": form, **more})
    if pause := throttle.pause_left(request, question.purpose):
        context = {"form": question.form(initial=request.POST.dict()), "pause": pause, **more}
        return render(request, question.template, context, status=429)
    if form.is_valid():
        answer = form.cleaned_data[question.field]
        found = find(answer)
        if found is not None:
            throttle.forget_failures(request, question.purpose)
            return opened(found, answer)
        form.add_error(question.field, question.unknown)
    throttle.count_failure(request, question.purpose)
    return render(request, question.template, {"form": form, **more}, status=422)
