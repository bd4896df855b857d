"""Taking everything along, and closing the account."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from milepost.accounts.errors import TooManyAttempts, WrongPassword
from milepost.accounts.schemas import Closing
from milepost.entrypoints.api.session_cookie import drop_session
from milepost.entrypoints.web.forms import filled, refused, same
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.problem import NOT_STORED
from milepost.entrypoints.web.views import BLANK, Form
from milepost.entrypoints.web.visit import Visit
from milepost.exchange.export import export_csv
from milepost.exchange.owned import everything
from milepost.kernel.errors import Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading

places = Places()


@dataclass(frozen=True, slots=True)
class ClosePage:
    """`close.html`: how many of each kind go with the account, and a form with `password`."""

    deletes: Mapping[str, int]
    form: Form = BLANK


@places.get("/export/csv")
async def export(visit: Visit) -> Response:
    """Everything that one owns as an archive of tables."""
    day, packed = await visit.read(_packed)
    name = f"milepost-{day}.zip"
    headers = NOT_STORED | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(packed, headers=headers, media_type="application/zip")


@places.get("/settings/close")
async def close_page(visit: Visit) -> Response:
    """What goes with the account."""
    return visit.show("close.html", await visit.read(_page), "settings")


@places.post("/settings/close")
async def close(visit: Visit) -> Response:
    """Close the account; everything that one owns goes with it."""
    try:
        closing = typed(Closing, filled(visit.fields, ("password",)))
        await visit.apart(lambda: visit.gate.close_account(visit.credential, closing))
    except (Invalid, WrongPassword, TooManyAttempts) as failure:
        form = refused({}, failure, same("password") | {WrongPassword.code: "password"})
        view = await visit.read(lambda reading: _page(reading, form))
        return visit.show("close.html", view, "settings", failure)
    response = visit.go("/sign-in?done=closed")
    drop_session(response, visit.is_secure)
    return response


def _packed(reading: Reading) -> tuple[str, bytes]:
    with tempfile.TemporaryFile() as file:
        export_csv(reading, file)
        file.seek(0)
        return reading.today.isoformat(), file.read()


def _page(reading: Reading, form: Form = BLANK) -> ClosePage:
    return ClosePage({kind: count for kind, count in everything(reading).items() if count}, form)
