"""What is wrong, in the words of the pages: short, in the present, and what to do."""

from milepost.entrypoints.web.catalogue import catalogue

WORDS = {
    "must be a number with at most eight digits and two decimal places": (
        "A number with at most two places after a point, such as 18000 or 12.50."
    ),
    "is required": "This is needed.",
    "is needed": "This is needed.",
    "must not be empty": "This is needed.",
    "must not be 0": "0 changes nothing. Give another number.",
    "a target_based goal needs a unit": "Say of what, such as euros or km.",
    "a target_based goal needs a target_value": "A goal with a number needs that number.",
    "a target_based goal needs a deadline": "A goal with a number needs a day.",
    "a continuous_counter goal needs a unit": "Say what is counted, such as days.",
    "must differ from the start value": "This must differ from where the goal begins.",
    "must be after today": "This day must come after today.",
    "must not be after the deadline": "The goal must not begin after its last day.",
    "must not be in the future": "This day is still to come.",
    "must be in the future": "This day must come after today.",
    "must be a date such as 2027-01-31": "A day, such as 2027-01-31.",
    "there is no such date": "There is no such day.",
    "must be an e-mail address such as ann@example.com": "An address, such as ann@example.com.",
    "must be a time from 00:00 to 11:59": "A time from 00:00 to 11:59.",
    "must have at least 8 characters": "At least 8 characters.",
}
"""By the sentence that the API tells it with."""

CODES = {
    "accounts.email-taken": "There is an account for this address. Sign in, or take another.",
    "accounts.registration-closed": "New accounts are made by whoever runs this server.",
    "accounts.wrong-password": "This is not the password you have.",
    "amount.too-large": "The sum would be more than 99,999,999.99.",
    "auth.reset-invalid": "This link is good no more. It works once, for 24 hours; ask for another.",
    "auth.too-many-attempts": "Too many tries. {detail}",
    "auth.wrong-credentials": "Email and password do not go together.",
    "goals.title-taken": "An open goal has this title.",
    "request.id-taken": "This was logged already. Press once more to log it again.",
    "request.id-gone": "This was logged and taken back. Press once more to log it again.",
}
"""By the code of the failure; what it says of itself stands in the place of `{detail}`."""


def sentence(detail: str, language: str = "en") -> str:
    """A fault as a sentence of its own.

    >>> sentence("is needed"), sentence("must have at most 255 characters")
    ('This is needed.', 'This must have at most 255 characters.')
    >>> sentence("a reset takes no value"), sentence("Try again in 40 seconds.")
    ('A reset takes no value.', 'Try again in 40 seconds.')
    """
    told = WORDS.get(detail) or _whole(detail)
    return catalogue(language).gettext(told)


def sentence_of(code: str, detail: str, language: str = "en") -> str:
    """A failure as a sentence, in the words for its code where there are such.

    >>> sentence_of("goals.archived", "The goal is archived")
    'The goal is archived.'
    """
    told = sentence(detail, language)
    if code not in CODES:
        return told
    return catalogue(language).gettext(CODES[code]).replace("{detail}", told)


def _whole(detail: str) -> str:
    begun = f"This {detail}" if detail.startswith(("must ", "is ", "has ")) else detail
    return begun[:1].upper() + begun[1:].rstrip(".") + "."
