"""A notebook starts at once: what is heavy is loaded when it is first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "IPython",
    "anywidget",
    "boto3",
    "botocore",
    "cryptography",
    "graphviz",
    "ipywidgets",
    "jwt",
    "moto",
    "requests",
    "time_machine",
}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import cognito_lab", id="import cognito_lab"),
        pytest.param("import cognito_lab; cognito_lab.new_cloud(seed=7)", id="a seeded cloud"),
        pytest.param("import cognito_lab; cognito_lab.new_cloud()", id="a cloud"),
    ],
)
def test_nothing_heavy_is_loaded(code: str):
    """Neither importing the lab nor making a cloud loads HTTP, boto3, cryptography or Jupyter."""
    program = f"import sys\n{code}\nprint(*sorted(name for name in sys.modules if '.' not in name))"

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "cognito_lab" in loaded
    assert HEAVY.isdisjoint(loaded), HEAVY.intersection(loaded)
