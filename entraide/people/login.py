"""The door of the organisers: a code by e-mail, for those a coordinator has invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class LoginAdapter(DefaultAccountAdapter):
    """Nobody opens an account alone: coordinators invite."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: inhabitants need no account, organisers are invited."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the pages already tell what happened."""
