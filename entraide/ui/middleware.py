"""What every answer carries, and what is answered before anything else is looked at."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from entraide.ui.pages import kept_answer

Answer = Callable[[HttpRequest], HttpResponse]


def content_security(get_response: Answer) -> Answer:
    """Say to the browser that nothing inline and nothing from elsewhere is ours."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A page that partners may frame says so itself, and allows less of everything else.
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        if request.method == "POST" and response.has_header("Vary"):
            # Only the browser's back button keeps the answer to a form; a cookie that came since
            # must not make it ask to send the form again.
            del response.headers["Vary"]
        return response

    return answer


def kept_pages(get_response: Answer) -> Answer:
    """Answer visitors with the kept page when it is still right."""

    def answer(request: HttpRequest) -> HttpResponse:
        return kept_answer(request) or get_response(request)

    return answer
