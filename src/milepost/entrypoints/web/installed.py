"""What a browser asks for to install the pages: the manifest, the service worker, the page without a line."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from milepost.entrypoints.api.problems import TEMPLATE
from milepost.entrypoints.web.catalogue import catalogue
from milepost.entrypoints.web.pages import STATIC, built, page
from milepost.entrypoints.web.theme import theme_in
from milepost.entrypoints.web.views import Frame

FRESH = {"cache-control": "no-cache"}
MANIFEST, WORKER, OFFLINE = "/manifest.webmanifest", "/sw.js", "/offline"


async def manifest(request: Request) -> Response:
    """What the pages are called and look like as an application, and where adding begins."""
    request.scope[TEMPLATE] = MANIFEST
    words = catalogue("en")
    icons = [
        {"src": built(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    told = {
        "name": "Milepost",
        "short_name": "Milepost",
        "description": words.gettext("The way from an ultimate goal to today's next step."),
        "id": "/today",
        "start_url": "/today",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#faf7f1",
        "icons": icons,
        "shortcuts": [{"name": words.gettext("New goal"), "url": "/goals/new"}],
        "share_target": {
            "action": "/goals/new",
            "method": "GET",
            "params": {"title": "title", "text": "title"},
        },
    }
    return JSONResponse(told, headers=FRESH, media_type="application/manifest+json")


async def worker(request: Request) -> Response:
    """The service worker; it comes from the root, so that it may look after every page.

    Its first line names what is built now: so with each build it is another, and keeps the files anew.
    """
    request.scope[TEMPLATE] = WORKER
    file = STATIC / "built" / built("sw.js").rpartition("/")[2]
    now = f"// {built('app.js')} {built('style.css')}\n".encode()
    return Response(now + file.read_bytes(), headers=FRESH, media_type="text/javascript")


async def offline(request: Request) -> Response:
    """The page for when there is no line; it knows nobody."""
    request.scope[TEMPLATE] = OFFLINE
    frame = Frame(theme=theme_in(request.headers.get("cookie", "")))
    return Response(page("offline.html", frame, None), headers=FRESH, media_type="text/html")


routes = [
    Route(MANIFEST, manifest, methods=["GET"]),
    Route(WORKER, worker, methods=["GET"]),
    Route(OFFLINE, offline, methods=["GET"]),
]
