"""What goes on paper: asked for with one click, made behind the page, fetched in one file."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from entraide.gatherings import print_room
from entraide.gatherings.access import own_gathering
from entraide.gatherings.models import Gathering, PrintOut
from entraide.gatherings.queries import print_outs
from entraide.gatherings.queries.papers import LACKS, PAPERS, lacking
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK


@desk(DESK)
def prints(request: DeskRequest, slug: str) -> HttpResponse:
    """Every paper there is, and what was printed lately."""
    gathering = own_gathering(request, slug)
    if request.method == "POST":
        name = request.POST.get("paper", "")
        if name and name not in PAPERS:
            raise BadRequest
        asked = print_room.order(gathering, names=[name] if name else [], by=request.user)
        collective = request.membership.collective.slug
        return redirect("gatherings:desk_print_out", collective, slug, asked.uid)
    lacks, latest = lacking(gathering), print_outs.latest(gathering)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "papers": [
            {
                "name": name,
                "title": paper.title,
                "purpose": paper.purpose,
                "lack": LACKS[paper.needs] if paper.needs in lacks else "",
                "pages": pages,
            }
            for (name, paper), pages in zip(PAPERS.items(), _pages(latest), strict=True)
        ],
        "something": any(paper.needs not in lacks for paper in PAPERS.values()),
        "latest": latest,
    }
    return render(request, "gatherings/desk/prints.html", context)


def _pages(latest: list[PrintOut]) -> list[int]:
    """Return how many pages each paper had when it was last made; 0 when that is not known."""
    known: dict[str, int] = {}
    for print_out in reversed(latest):
        known |= print_outs.made(print_out).pages
    return [known.get(name, 0) for name in PAPERS]


@desk(DESK)
def print_out(request: DeskRequest, slug: str, uid: str) -> HttpResponse:
    """How far a print-out is, then its files; looks again by itself while it is made."""
    gathering = own_gathering(request, slug)
    found = print_outs.by_uid(gathering, uid)
    made = print_outs.made(found)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "print_out": found,
        "busy": found.state in print_outs.BUSY,
        "papers": [
            {"name": name, "title": PAPERS[name].title, "pages": pages}
            for name, pages in made.pages.items()
            if name in PAPERS
        ],
        "pages": sum(made.pages.values()),
        "skipped": [
            {"title": PAPERS[name].title, "lack": LACKS[PAPERS[name].needs]}
            for name in made.skipped
            if name in PAPERS
        ],
        "failed": [PAPERS[name] for name in made.failed if name in PAPERS],
    }
    response = render(request, "gatherings/desk/print_out.html", context)
    if context["busy"]:
        response.headers["Refresh"] = "2"
    return response


@desk(DESK)
def archive(request: DeskRequest, slug: str, uid: str) -> HttpResponse:
    """All papers in one file."""
    gathering = own_gathering(request, slug)
    return _file(gathering, uid, print_outs.archive_name(gathering), "application/zip")


@desk(DESK)
def paper(request: DeskRequest, slug: str, uid: str, paper: str) -> HttpResponse:
    """One paper."""
    gathering = own_gathering(request, slug)
    if paper not in PAPERS:
        raise Http404
    return _file(gathering, uid, print_outs.file_name(gathering, paper), "application/pdf")


def _file(gathering: Gathering, uid: str, name: str, kind: str) -> HttpResponse:
    path = print_outs.path_of(print_outs.by_uid(gathering, uid), name)
    # One or two megabytes at most, read at once: no file stays open when a line is cut.
    response = HttpResponse(path.read_bytes(), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
