"""Run the benchmarks and print what they measured, each beside its target.

    python benchmarks/run.py                 all of them, some minutes
    python benchmarks/run.py start gate      those alone

They print, and never fail for being slow: how fast a machine is, is no property of the lab. No test
runs them. Each runs in a process of its own, so that none warms up or burdens the next.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = ("start", "five_calls", "decide", "gate", "sign_in", "diagrams", "widgets")


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all.

    Returns:
        The exit code: 2 for a name that is none of ours, 1 when a benchmark broke.
    """
    if unknown := [name for name in names if name not in NAMES]:
        print(f"no benchmark called {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    codes = [
        subprocess.run([sys.executable, HERE / f"{name}.py"], check=False).returncode
        for name in names or NAMES
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
