"""`milepost openapi` prints the document of the API, without a database."""

import json

from milepost.entrypoints.api.document import document
from tests.cli.conftest import Terminal, as_json


def test_the_document_is_printed(terminal: Terminal) -> None:
    said = terminal("openapi", env={"MILEPOST_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert (said.code, said.err) == (0, "")
    assert as_json(said) == json.loads(json.dumps(document()))
