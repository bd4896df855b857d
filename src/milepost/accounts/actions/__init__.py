"""Every change of people and of their keys."""

from milepost.accounts.actions.closing import close_account
from milepost.accounts.actions.passwords import ask_reset, change_password, make_reset, reset_password
from milepost.accounts.actions.people import add_account, change_email, change_profile, register
from milepost.accounts.actions.preferences import change_preferences
from milepost.accounts.actions.sessions import end_other_sessions, end_session, sign_in, sign_out
from milepost.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "add_account",
    "ask_reset",
    "change_email",
    "change_password",
    "change_preferences",
    "change_profile",
    "close_account",
    "end_other_sessions",
    "end_session",
    "make_reset",
    "make_token",
    "register",
    "reset_password",
    "revoke_token",
    "sign_in",
    "sign_out",
]
