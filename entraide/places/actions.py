"""Writes about places."""

from django.db import transaction
from django.utils.text import slugify

from entraide.places.models import Neighbourhood


@transaction.atomic
def neighbourhood_named(name: str) -> Neighbourhood | None:
    """Return the neighbourhood of this name, whatever its case, made at the first need."""
    if not name:
        return None
    known = Neighbourhood.objects.filter(name__iexact=name).first()
    if known:
        return known
    base = slugify(name) or "quartier"
    slug, number = base, 2
    while Neighbourhood.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Neighbourhood.objects.create(name=name, slug=slug)
