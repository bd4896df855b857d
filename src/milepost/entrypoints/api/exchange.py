"""`/me/export` and `/me/deletion`: everything that a person owns, taken away or told before it goes."""

import msgspec
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import Router
from milepost.exchange.export import export_json
from milepost.exchange.owned import everything
from milepost.exchange.views import ExportView
from milepost.goals.rows import deletion_view
from milepost.goals.views import DeletionView
from milepost.kernel.work import Reading

router = Router("/me", "me")
routers = (router,)


@router.get("/export", answers=ExportView)
async def export(call: CallDep) -> Response:
    """Give out everything that one owns as one document: every row of every table, without credentials."""

    def written(reading: Reading) -> Reply:
        return ok(msgspec.Raw("".join(export_json(reading)).encode()))

    return await call.read(written)


@router.get("/deletion", answers=DeletionView)
async def preview_closing(call: CallDep) -> Response:
    """Tell what closing one's account would take; changes nothing."""
    return await call.read(lambda reading: ok(deletion_view(everything(reading), {})))
