"""README is held against the code: what it promises is counted."""

import re
from pathlib import Path

import pytest

from cognito_lab import new_cloud
from cognito_lab.wire.models import service_model
from cognito_lab.wire.services import SERVICES, left_out

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MOST_FILES, MOST_LINES = 10, 1230
OUTSIDERS = re.compile(
    r"^\s*(?:import|from) (jupyter|ipywidgets|IPython|boto3|botocore|moto)\b", re.M
)


def part(name: str) -> str:
    """What stands between a pair of comments in README."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.S)
    assert found, f"README has no part {name!r}"
    return found[1]


def reading_path() -> list[Path]:
    """The files of the reading path, in order."""
    return [ROOT / link for link in re.findall(r"\]\(([^)]+\.py)\)", part("reading path"))]


def operations_table() -> str:
    """The table of operations, from the services and the installed models."""
    cloud = new_cloud(seed=0)
    lines = ["| service | answered | left out |", "| --- | --- | --- |"]
    for name, row in SERVICES.items():
        if row.attribute:
            every = len(service_model(name).operation_names)
            missing = len(left_out(name, getattr(cloud, row.attribute)))
            lines.append(f"| `{name}` | {every - missing} | {missing} |")
    return "\n".join(lines) + "\n"


def test_the_reading_path_is_short() -> None:
    """At most ten files and about 1,200 lines that say something lead from a password to a door."""
    path = reading_path()

    said = sum(bool(line.strip()) for file in path for line in file.read_text("utf-8").splitlines())

    assert 0 < len(path) <= MOST_FILES
    assert said <= MOST_LINES


@pytest.mark.parametrize("file", reading_path(), ids=lambda file: file.stem)
def test_the_reading_path_needs_no_jupyter_boto3_or_moto(file: Path) -> None:
    """The core can be read without knowing any of the tools around it."""
    assert not OUTSIDERS.search(file.read_text("utf-8"))


def test_the_table_of_operations_is_what_the_services_answer() -> None:
    """Counts in README are computed; when this fails, paste the table that it shows."""
    assert part("operations") == operations_table()


def test_every_link_to_a_file_leads_somewhere() -> None:
    """Notebooks, files and pictures that README names are there."""
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_asked_for_packages_come_first_and_are_used() -> None:
    """The five packages that the lab was asked to be made of lead the list; code uses each."""
    listed = re.findall(r'^    "([a-z0-9-]+)', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    asked_for = ["jupyterlab", "ipywidgets", "pyjwt", "cryptography", "graphviz"]
    sources = "\n".join(
        file.read_text("utf-8") for file in [ROOT / "lab.py", *(ROOT / "cognito_lab").rglob("*.py")]
    )

    assert listed[:5] == asked_for
    for module in ("jupyterlab", "ipywidgets", "jwt", "cryptography", "graphviz"):
        assert re.search(rf"(import|from|-m\W+) ?{module}\b", sources), module
