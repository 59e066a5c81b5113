"""Hours against what structures agreed to, and what they read of their year."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from entraide.research.access import ProgrammeRequest, leaders
from entraide.research.models import Agreement
from entraide.research.queries import reports
from entraide.ui.press import NotTypeset, not_printed, pdf_apart
from entraide.ui.sheets import FORMATS, download


@leaders
def hours(request: ProgrammeRequest) -> HttpResponse:
    """The hours of everybody, year by year; the files of each structure."""
    found = request.programme
    context = {
        "membership": request.membership,
        "programme": found,
        "viewer": request.viewer,
        "years": reports.hours(found),
        "agreements": found.agreements.select_related("organisation"),
    }
    return render(request, "research/desk/hours.html", context)


@leaders
def report(request: ProgrammeRequest, number: int, year: int, kind: str) -> HttpResponse:
    """The year of a structure, as a PDF, a spreadsheet or a text."""
    agreement = get_object_or_404(Agreement, programme=request.programme, pk=number)
    found = reports.report(request.programme, year_or_404(request, year), agreement)
    name = f"rapport-{request.programme.slug}-annee-{year}"
    if kind in FORMATS:
        return download([reports.table(found)], name, kind)
    return printed(
        request,
        "research/paper/year_report.typ",
        reports.paper(request.programme, found, agreement),
        name,
    )


def year_or_404(request: ProgrammeRequest, number: int) -> reports.Year:
    """Return a year of the programme that has begun."""
    years = {one.number: one for one in reports.years(request.programme)}
    if number not in years:
        raise Http404
    return years[number]


def printed(
    request: ProgrammeRequest, template: str, data: reports.Data, name: str
) -> HttpResponse:
    """Return a PDF to read in the browser, or a page that says what to do."""
    try:
        content = pdf_apart(template, data, at=timezone.now())
    except NotTypeset as fault:
        return not_printed(request, fault)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@leaders
def convention(request: ProgrammeRequest, number: int) -> HttpResponse:
    """The convention of a structure, to sign."""
    agreement = get_object_or_404(
        Agreement.objects.select_related("programme__notebook__collective", "organisation"),
        programme=request.programme,
        pk=number,
    )
    data = reports.convention(agreement)
    return printed(request, "research/paper/convention.typ", data, f"convention-{agreement.pk}")
