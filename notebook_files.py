"""What is done to a notebook's file: a fresh copy for a learner, a recording for the tests.

A notebook is JSON; these functions take and give the file's bytes and need nothing but Python.
`as_new` is what a learner gets, `as_recorded` what is published, and `update_copies` is the promise
that nobody's work is written over.
What it leaves out: running a notebook (`lab.py` asks nbconvert) and signing it (`jupyter trust`).
"""

from __future__ import annotations  # imported by `lab.py`, which has to start under an old Python

import hashlib
import json
import platform
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PACKAGES = re.compile(r"[^\s\x1b]*/site-packages/")  # where this machine keeps its packages
KERNEL = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


# What JupyterLab writes into a notebook as soon as its kernel answers. Were it not there already,
# every notebook that was only read would count as changed, and ask to be saved.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}


def as_new(content: bytes) -> bytes:
    """Clear outputs and counts, so that nothing gives a prediction away."""
    notebook = json.loads(content)
    notebook["metadata"].update(KERNEL, language_info=LANGUAGE)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return to_bytes(notebook)


def as_recorded(content: bytes) -> bytes:
    """Drop what differs between two runs: times, versions, views, pieces of a print, folders."""
    notebook = json.loads(content)
    notebook["metadata"].pop("widgets", None)
    notebook["metadata"].update(KERNEL)
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if "traceback" in output:
                output["traceback"] = [PACKAGES.sub("…/", line) for line in output["traceback"]]
        if "outputs" in cell:
            cell["outputs"] = with_whole_streams(cell["outputs"])
    return to_bytes(notebook)


def with_whole_streams(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join what one cell printed in pieces: where the pieces end depends on the machine's pace."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        before = joined[-1] if joined else {}
        if output.get("output_type") == "stream" and output.get("name") == before.get("name"):
            before["text"] = "".join([*before["text"], *output["text"]]).splitlines(keepends=True)
        else:
            joined.append(output)
    return joined


def to_bytes(notebook: dict[str, Any]) -> bytes:
    """Write a notebook as Jupyter does: sorted keys, an indent of one, a last line break."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode()


def update_copies(course: Path, copies: Path, fresh: Collection[Path] = ()) -> list[Path]:
    """Copy the course, and never write over a file that the learner has changed.

    A ledger beside the copies keeps the digest of what was written, so that "changed" is a fact;
    where the ledger is lost, every file that differs counts as changed.

    Args:
        course: The folder to copy from; notebooks lose their outputs on the way.
        copies: The folder to copy to; made where it is missing.
        fresh: Files of the course whose copy is put aside first, changed or not.

    Returns:
        The copies that were written now.
    """
    ledger = read_ledger(copies)
    written = []
    for original in files_of(course):
        name = original.relative_to(course).as_posix()
        copy = copies / name
        content = original.read_bytes()
        if original.suffix == ".ipynb":
            content = as_new(content)
        if original in fresh:
            put_aside(copy)
        if not copy.exists() or is_untouched(copy, content, ledger.get(name)):
            written += write_if_new(copy, content)
            ledger[name] = digest(content)
        elif ledger.get(name) != digest(content):
            print(f"{name}: yours is kept; for the newer one add --fresh {copy.stem}")
    write_ledger(copies, ledger)
    return written


def files_of(folder: Path) -> list[Path]:
    """Return the course's files in order, without hidden ones and what Python leaves behind."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    inside = [(path, path.relative_to(folder).parts) for path in found]
    return [path for path, parts in inside if not any(p.startswith((".", "__")) for p in parts)]


def is_untouched(copy: Path, content: bytes, written_digest: str | None) -> bool:
    """Tell whether a copy is still what was written, or what would be written now."""
    return digest(copy.read_bytes()) in (written_digest, digest(content))


def write_if_new(copy: Path, content: bytes) -> list[Path]:
    """Write a copy where it differs; return the files written, one or none."""
    if copy.exists() and copy.read_bytes() == content:
        return []
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(content)
    return [copy]


def put_aside(copy: Path) -> None:
    """Rename a copy to the first free of `NAME.old-1`, `NAME.old-2` ...; nothing is lost."""
    if not copy.exists():
        return
    number = 1
    while (aside := copy.with_name(f"{copy.stem}.old-{number}{copy.suffix}")).exists():
        number += 1
    copy.rename(aside)
    print(f"Yours is kept as {aside.name}.")


def read_ledger(copies: Path) -> dict[str, str]:
    """Read `{name: digest of what was written}`; a lost or spoilt ledger is an empty one."""
    try:
        return dict(json.loads((copies / ".copied.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def write_ledger(copies: Path, ledger: dict[str, str]) -> None:
    """Write the ledger beside the copies."""
    copies.mkdir(exist_ok=True)
    text = json.dumps(ledger, indent=1, sort_keys=True)
    (copies / ".copied.json").write_text(text + "\n", encoding="utf-8")


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hex."""
    return hashlib.sha256(content).hexdigest()
