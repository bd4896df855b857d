"""Files of dry runs: one for a person, for a while, never more than a few."""

from io import BytesIO
from uuid import UUID

from milepost.exchange.kept import MINUTES, MOST, KeptFiles
from milepost.exchange.schemas import NewImport

NEW = NewImport.model_validate({"format": "fractal", "dry_run": "true"})
ANN, IMPORT = UUID(int=1), UUID(int=2)


def test_a_file_is_taken_once_by_its_owner_and_its_import() -> None:
    kept, file = KeptFiles(), BytesIO()
    kept.keep(ANN, IMPORT, NEW, file)
    assert kept.has(ANN, IMPORT) and not kept.has(IMPORT, IMPORT) and not kept.has(ANN, ANN)
    assert kept.take(ANN, ANN) is None and kept.take(IMPORT, IMPORT) is None
    taken = kept.take(ANN, IMPORT)
    assert taken is not None and taken.file is file and not file.closed and taken.new == NEW
    assert kept.take(ANN, IMPORT) is None


def test_files_that_are_not_kept_any_more_are_closed() -> None:
    now = [0.0]
    kept, files = KeptFiles(lambda: now[0]), [BytesIO() for _ in range(MOST + 3)]
    kept.keep(ANN, IMPORT, NEW, files[0])
    kept.keep(ANN, IMPORT, NEW, files[1])
    assert files[0].closed and not files[1].closed
    now[0] = 60.0 * MINUTES
    assert not kept.has(ANN, IMPORT) and files[1].closed
    for number, file in enumerate(files[2:], 10):
        kept.keep(UUID(int=number), IMPORT, NEW, file)
    assert [file.closed for file in files[2:4]] == [True, False]
    kept.close()
    assert all(file.closed for file in files) and kept.take(UUID(int=20), IMPORT) is None
