"""What commands write on the disk is nobody's business but the account's that runs them."""

from pathlib import Path

from milepost.kernel.settings import Settings
from tests.instance import Instance


def test_the_embedded_database_and_its_folder_are_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Instance(Settings(data_dir=folder), tmp_path) as running, running.sign_up():
        made = [folder, *folder.iterdir()]
        assert {each.name for each in made} >= {"data", "milepost.db", "milepost.db-wal"}
        assert [each.name for each in made if each.stat().st_mode & 0o077] == []
