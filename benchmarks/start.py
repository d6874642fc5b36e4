"""How long a learner's first cell takes: `import cognito_lab`, and the first cloud.

    python benchmarks/run.py start

Each start is a fresh Python, whose own time to begin is left out. Python keeps what it compiled
beside the sources; the last row is a start that finds nothing compiled, as the very first one does.
Processor time, as in all benchmarks (`measuring.py`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import Times, heading, row, verdicts

STARTS, FIRST_STARTS = 25, 9
_PROGRAM = """
import time
fine = time.get_clock_info("process_time").resolution < 1e-6
seconds = time.process_time if fine else time.perf_counter
began = seconds()
import cognito_lab
imported = seconds()
cognito_lab.new_cloud(seed=7)
made = seconds()
print((imported - began) * 1000, (made - imported) * 1000)
"""
_PACKAGE = Path(__file__).resolve().parent.parent / "cognito_lab"


def main() -> None:
    """Print the table."""
    python = f"Python {sys.version.split()[0]}"
    heading("A start", f"Each in a fresh {python}, whose own start is not in it.")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            _PACKAGE, Path(folder, _PACKAGE.name), ignore=shutil.ignore_patterns("__pycache__")
        )
        first = [_start(folder, keep_compiled=False) for _ in range(FIRST_STARTS)]
        _start(folder, keep_compiled=True)
        later = [_start(folder, keep_compiled=True) for _ in range(STARTS)]
    importing = Times(tuple(ms for ms, _ in later))
    making = Times(tuple(ms for _, ms in later))
    row("import cognito_lab", importing)
    row("new_cloud(seed=7), the first of the process", making)
    row("both", Times(tuple(map(sum, later))))
    row("both, when no module of the lab is compiled yet", Times(tuple(map(sum, first))))
    verdicts(
        [
            ("import cognito_lab", importing.median, 80, "ms"),
            ("new_cloud(seed=7)", making.median, 20, "ms"),
        ]
    )


def _start(folder: str, *, keep_compiled: bool) -> tuple[float, float]:
    """Milliseconds of the import and of the first cloud, in a process of their own."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    if not keep_compiled:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    output = subprocess.run(
        [sys.executable, "-c", _PROGRAM],  # it looks for modules where it runs, first of all
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    importing, making = output.stdout.split()
    return float(importing), float(making)


if __name__ == "__main__":
    main()
