"""`/imports`: a file into one's own record."""

from starlette.datastructures import Headers
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, accepted, ok
from milepost.entrypoints.api.call import Call, CallDep
from milepost.entrypoints.api.route import BASE, Router
from milepost.entrypoints.api.upload import Upload, uploaded
from milepost.exchange import queries
from milepost.exchange.errand import Errand
from milepost.exchange.errors import ImportRunning, NoSuchImport
from milepost.exchange.importing import begin_import
from milepost.exchange.rows import import_view
from milepost.exchange.schemas import NewImport
from milepost.exchange.views import ImportBegun, ImportView
from milepost.goals.errors import NoSuchGoal
from milepost.kernel.faults import typed
from milepost.kernel.fields import RowId
from milepost.kernel.work import Known, Work

router = Router("/imports", "imports")
routers = (router,)


@router.post(
    "",
    status=202,
    answers=ImportBegun,
    upload=NewImport,
    fails=(ImportRunning, NoSuchGoal),
)
async def start_import(call: CallDep) -> Response:
    """Begin to bring a file in; GET its address to see how far it is, and what it did.

    A file that cannot be taken is no failure of this request: its import ends as refused, with the reason.
    """
    await call.admit()
    assert call.receive is not None
    upload = await uploaded(Headers(raw=call.scope["headers"]), call.receive)
    try:
        return await _begun(call, upload)
    except BaseException:
        upload.file.close()
        raise


async def _begun(call: Call, upload: Upload) -> Response:
    new = typed(NewImport, upload.fields)
    call.body = upload.digest + new.model_dump_json().encode()
    begun: list[Errand] = []

    def begin(work: Work) -> Reply:
        import_id = begin_import(work, new)
        begun[:] = [Errand(call.app, Known(work.owner), import_id, new, upload.file)]
        view = {"id": str(import_id), "status": "running"}
        return accepted(view, f"{BASE}/imports/{import_id}")

    answer = await call.write(begin)
    if begun:
        call.imports.take(begun[0])
    else:
        # The same request was answered before.
        upload.file.close()
    return answer


@router.get("/{import_id}", answers=ImportView, fails=(NoSuchImport,))
async def get_import(call: CallDep, import_id: RowId) -> Response:
    """Tell how far an import is, and what it did once it is over."""
    return await call.read(lambda reading: ok(import_view(reading, queries.course(reading, import_id))))
