"""JSON that the database writes: an expression of SQL for a row, as answers show it.

For reads of hundreds of rows, whose values would otherwise be decoded and encoded one by one.
"""

from collections.abc import Mapping

PLAIN, AMOUNT, FLAG, INSTANT = "plain", "amount", "flag", "instant"

_SECOND = 1_000_000


def json_object(form: Mapping[str, str], dialect: str) -> str:
    """The expression that makes an object of these columns, each in its form.

    Forms: `plain` text, numbers and dates, `amount` (hundredths, shown with two places), `flag`, `instant`
    (RFC 3339 in UTC with microseconds). Null stays null. Ids have none: SQLite is slow at writing them.

    >>> json_object({"title": "plain"}, "sqlite"), json_object({"title": "plain"}, "postgresql")
    ("json_object('title', title)", "json_build_object('title', title)::text")
    """
    shown = _SQLITE if dialect == "sqlite" else _POSTGRES
    function = "json_object" if dialect == "sqlite" else "json_build_object"
    pairs = ", ".join(f"'{name}', {shown[kind].format(c=name)}" for name, kind in form.items())
    return f"{function}({pairs})" + ("" if dialect == "sqlite" else "::text")


# Half a second before 1970 is second -1 and half a second: the rest is never below 0.
_REST = f"(({{c}} % {_SECOND} + {_SECOND}) % {_SECOND})"
_SQLITE = {
    PLAIN: "{c}",
    AMOUNT: "CASE WHEN {c} IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN {c} < 0 THEN '-' ELSE '' END,"
    " abs({c}) / 100, abs({c}) % 100) END",
    FLAG: "json(CASE WHEN {c} THEN 'true' ELSE 'false' END)",
    INSTANT: f"CASE WHEN {{c}} IS NOT NULL THEN strftime('%Y-%m-%dT%H:%M:%S', ({{c}} - {_REST}) / {_SECOND},"
    f" 'unixepoch') || printf('.%06dZ', {_REST}) END",
}
_POSTGRES = {
    PLAIN: "{c}",
    AMOUNT: "CAST(CAST({c} / 100.0 AS numeric(20, 2)) AS text)",
    FLAG: "{c}",
    INSTANT: 'to_char({c} AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24":"MI":"SS.US"Z"\')',
}
