"""Places in words, for templates."""

from django import template

from entraide.gatherings import places_wording

register = template.Library()
register.filter("places_left", places_wording.places_left)
register.simple_tag(places_wording.option_places)
