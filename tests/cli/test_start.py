"""How soon the server answers, and how much memory it takes."""

import os
from pathlib import Path

import pytest

from tests.conftest import fresh_settings
from tests.instance import Instance, counter, posted

SECONDS = 1.5
MEBIBYTES = 120
STARTS = 5


def resident(pid: int) -> float:
    """MiB that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def worked(pid: int) -> float:
    """Seconds that a process has worked so far; unlike the time that went by, others do not lengthen it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.prove
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to read the figures from")
def test_it_answers_within_a_second_and_a_half_and_takes_120_mebibytes(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served = Instance(fresh_settings(engine, request, tmp_path), tmp_path)
    starts, works, memory = [], [], 0.0
    for _ in range(STARTS):
        with served:
            starts.append(served.started_in)
            works.append(worked(served.pid))
            with served.sign_up() as caller:
                goal_id = counter(caller)
                for _ in range(200):
                    posted(caller, f"/goals/{goal_id}/entries")
                caller.get(f"/goals/{goal_id}/progress")
            memory = max(memory, resident(served.pid))
    with capsys.disabled():
        after, with_work = (", ".join(f"{each:.2f}" for each in figures) for figures in (starts, works))
        print(f"\n{engine}: first answer after {after} s, of work {with_work} s; {memory:.0f} MiB")
    assert min(works) <= SECONDS
    assert memory <= MEBIBYTES
