"""A real server under schemathesis for long: all its phases and checks, with a session, on both engines."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.instance import Instance

EXAMPLES = 100
SECONDS = 900
# A right form may still be refused, by today's date or by other fields; a version of no known form is stale.
CONFIGURATION = """
[checks]
positive_data_acceptance.enabled = false
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 429]
"""
# These end the session by which the others are asked.
ENDING = ("/api/v1/auth/logout", "/api/v1/me/sessions/{session_id}")


def tried(instance: Instance, folder: Path, *options: str) -> None:
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    assert program is not None
    settings = folder / "schemathesis.toml"
    settings.write_text(CONFIGURATION)
    with instance.sign_up() as caller:
        done = subprocess.run(
            [
                program,
                f"--config-file={settings}",
                "run",
                f"{instance.url}/api/v1/openapi.json",
                f"--header=Authorization: {caller.headers['authorization']}",
                f"--max-examples={EXAMPLES}",
                "--continue-on-failure",
                *options,
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stdout
    log = instance.log.read_text()
    for sign in ("Traceback", "undocumented answer", '"broken"'):
        assert sign not in log, sign


@pytest.mark.prove
def test_a_server_asked_for_long_answers_as_its_document_says(instance: Instance, tmp_path: Path) -> None:
    tried(instance, tmp_path, *[f"--exclude-path={path}" for path in ENDING])


@pytest.mark.prove
def test_signing_out_is_as_the_document_says(instance: Instance, tmp_path: Path) -> None:
    tried(instance, tmp_path, *[f"--include-path={path}" for path in ENDING])
