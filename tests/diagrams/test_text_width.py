"""How wide text is and where it breaks, without asking a font."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cognito_lab.diagrams.text_width import width, wrap


@pytest.mark.parametrize(
    ("text", "bold", "thousandths"),
    [
        pytest.param("A", False, 667, id="A"),
        pytest.param("A", True, 722, id="bold A"),
        pytest.param("i", False, 222, id="i"),
        pytest.param("@", False, 1015, id="at sign"),
        pytest.param("0123456789", False, 5560, id="digits"),
        pytest.param("GetId", True, 778 + 556 + 333 + 278 + 611, id="an operation"),
        pytest.param("用户池", False, 3000, id="Chinese is one em wide"),
        pytest.param("🔑", False, 1000, id="so is an emoji"),
        pytest.param("e\u0301", False, 556, id="an accent on top takes no room"),
        pytest.param("мир", False, 1920, id="other scripts are estimated"),
    ],
)
def test_a_text_is_as_wide_as_in_helvetica(text: str, bold: bool, thousandths: int) -> None:
    """Widths are those of Helvetica's font metrics (Adobe's AFM files), in thousandths of an em."""
    assert width(text, 1000, bold=bold) == pytest.approx(thousandths)


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        pytest.param("", 100, (), id="nothing"),
        pytest.param("short", 100, ("short",), id="it fits"),
        pytest.param("two  words\n", 200, ("two words",), id="white space is one space"),
        pytest.param(
            "GetCredentialsForIdentity", 110, ("GetCredentials", "ForIdentity"), id="at a hump"
        ),
        pytest.param(
            "role ARN + verified claims", 90, ("role ARN +", "verified claims"), id="between words"
        ),
        pytest.param("aaaaaaaaaaaa", 40, ("aaaa", "aaaa", "aaaa"), id="anywhere, if it must be"),
        pytest.param(
            "User: arn:aws:sts::123456789012:assumed-role/x",
            170,
            ("User: arn:aws:sts::", "123456789012:", "assumed-role/x"),
            id="after what separates the parts of an ARN",
        ),
    ],
)
def test_a_text_breaks_where_a_reader_would(
    text: str, limit: float, lines: tuple[str, ...]
) -> None:
    """Words stay whole, names break at their joints, and lines become about equally long."""
    assert wrap(text, limit, 13) == lines


def test_a_text_of_more_than_three_lines_says_so() -> None:
    """What does not fit into three lines ends in an ellipsis."""
    lines = wrap("one two three four five six seven eight nine ten", 60, 12)

    assert len(lines) == 3
    assert lines[-1].endswith("…")


@given(st.text(max_size=80), st.integers(min_value=30, max_value=300))
def test_no_line_is_wider_than_the_limit(text: str, limit: int) -> None:
    """Whatever is written, each line fits, and there are never more than three."""
    lines = wrap(text, limit, 12, bold=True)

    assert len(lines) <= 3
    assert all(width(line, 12, bold=True) <= limit for line in lines)


@given(st.text(max_size=40), st.integers(min_value=60, max_value=300))
def test_nothing_is_lost_where_it_fits(text: str, limit: int) -> None:
    """Lines that do not end in an ellipsis hold every character but white space."""
    lines = wrap(text, limit, 10, lines=40)

    assert "".join("".join(lines).split()) == "".join(text.split())
