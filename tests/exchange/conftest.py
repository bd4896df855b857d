"""Somebody at home, who brings in files."""

from pathlib import Path

import pytest

from milepost.kernel.work import App
from tests.cast import Cast
from tests.exchange.homes import Home


@pytest.fixture
def home(app: App, cast: Cast, tmp_path: Path) -> Home:
    return Home(app, cast.alice, tmp_path)
