"""Prints how long the sentences of each notebook are.

    .venv/bin/python tests/lessons/sentence_lengths.py

Many readers are not native speakers; half of a lesson's sentences have 14 words or fewer.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

from course_prose import sentences
from proofs import NOTEBOOKS


def median_words(notebook: Path) -> float:
    """The median number of words in a notebook's sentences."""
    return median(len(sentence.split()) for sentence in sentences(notebook))


if __name__ == "__main__":
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        print(
            f"{path.name:32} {median_words(path):4.0f} words, of {len(sentences(path))} sentences"
        )
