"""My voice: with four words, whoever spoke sees, corrects or withdraws it, and what it became."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.notebooks.actions import writing
from entraide.notebooks.forms.voice import CorrectionForm
from entraide.notebooks.models import Note
from entraide.notebooks.queries import coding, explorer, notes
from entraide.notebooks.queries.explorer import Thread
from entraide.people.asking import Question, ask
from entraide.people.open_forms import ReceiptForm

COOKIE, SALT, KEPT = "parole", "entraide.voice", 3600
WORDS = Question(
    purpose="voice",
    template="notebooks/voice_words.html",
    form=ReceiptForm,
    field="words",
    unknown=_lazy(
        "Nous ne trouvons pas ces quatre mots. La table n'a peut-être pas encore envoyé."
    ),
)


def _kept(request: HttpRequest) -> Thread | None:
    """Return the thread of the voice that this device opened in the last hour."""
    try:
        uid = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return explorer.explore(UUID(uid), None, own=True)


@never_cache
def words(request: HttpRequest) -> HttpResponse:
    """Type the four words of a voice."""

    def opened(note: Note, _words: str) -> HttpResponse:
        response = redirect("notebooks:voice")
        response.set_cookie(
            COOKIE,
            signing.dumps(str(note.uid), salt=SALT),
            max_age=KEPT,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    return ask(request, WORDS, find=notes.by_receipt, opened=opened)


@never_cache
def voice(request: HttpRequest) -> HttpResponse:
    """The voice, what became of it, and how to change it."""
    thread = _kept(request)
    if thread is None:
        return redirect("notebooks:voice_words")
    note = thread.root.note
    form = CorrectionForm(request.POST or None, initial={"text": note.text})
    if form.is_valid() and not note.withdrawn:
        writing.correct(note, form.cleaned_data["text"])
        messages.success(request, _("C'est corrigé. Les mots d'avant ne sont pas gardés."))
        return redirect("notebooks:voice")
    context = {
        "note": note,
        "form": form,
        "thread": thread,
        "themes": coding.themes_of(note),
        "changes": note.changes.all(),
    }
    return render(request, "notebooks/voice.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget the voice on this device: it may be lent."""
    response = redirect("notebooks:voice_words")
    response.delete_cookie(COOKIE)
    return response


@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the voice: its words are erased for ever."""
    thread = _kept(request)
    if thread is None:
        raise Http404
    writing.withdraw(thread.root.note)
    messages.success(request, _("Votre parole est retirée. Ses mots sont effacés pour toujours."))
    return redirect("notebooks:voice")
