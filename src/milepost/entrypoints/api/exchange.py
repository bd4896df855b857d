"""`/me/export`: everything that a person owns, in their hands."""

import msgspec
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import Router
from milepost.exchange.export import export_json
from milepost.exchange.views import ExportView
from milepost.kernel.work import Reading

router = Router("/me/export", "me")
routers = (router,)


@router.get("", answers=ExportView)
async def export(call: CallDep) -> Response:
    """Give out everything that one owns as one document: every row of every table, without credentials."""

    def written(reading: Reading) -> Reply:
        return ok(msgspec.Raw("".join(export_json(reading)).encode()))

    return await call.read(written)
