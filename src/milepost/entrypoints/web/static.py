"""The built files of the pages: style sheet, scripts, icon. Their names change with what is in them."""

import gzip
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from milepost.entrypoints.api.problems import TEMPLATE
from milepost.entrypoints.web.pages import STATIC, built_names

PATH = "/static/built/{name}"
FOR_EVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


class _File(NamedTuple):
    media_type: str
    plain: bytes
    packed: bytes


async def built_file(request: Request) -> Response:
    """One built file, to be kept for ever; nothing else of the folder is served."""
    request.scope[TEMPLATE] = PATH
    name = request.path_params["name"]
    if name not in built_names():
        raise HTTPException(404)
    file = _file(name)
    headers = {"cache-control": FOR_EVER, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, 200, headers | {"content-encoding": "gzip"}, file.media_type)
    return Response(file.plain, 200, headers, file.media_type)


@lru_cache
def _file(name: str) -> _File:
    plain = (STATIC / "built" / name).read_bytes()
    return _File(MEDIA_TYPES[PurePath(name).suffix], plain, gzip.compress(plain))


routes = [Route(PATH, built_file, methods=["GET"])]
