"""Addresses of notebooks, voices and the thread."""

app_name = "notebooks"
urlpatterns: list[object] = []
