"""N08.E3's battery: names that people typed, and the keys that may be built of them."""

from __future__ import annotations

from cognito_lab.lessons.calling import Answer
from cognito_lab.lessons.came_back import in_words, name_of
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.tasks import Function
from cognito_lab.lessons.tasks.function import Case

_ME = "us-east-1:1f0c4a52-5d3e-4b7c-9a6d-2b8e6f1d7c30"
_HER = "us-east-1:9d7b2c14-88aa-4f0e-b3c5-64a1e0f25b97"
_NAMES = {
    "a plain name": ("note.txt", f"{_ME}/note.txt"),
    "a name in a folder": ("2026/note.txt", f"{_ME}/2026/note.txt"),
    "a name with two dots in it": ("draft..2.txt", f"{_ME}/draft..2.txt"),
    "an empty name": ("", "a ValueError"),
    "a name that begins with a slash": ("/note.txt", "a ValueError"),
    "a name that climbs at once": (f"../{_HER}/letter.txt", "a ValueError"),
    "a name that climbs later": (f"2026/../../{_HER}/letter.txt", "a ValueError"),
}


def names(_: object) -> list[Case]:
    """Seven names, from an honest one to a sly one."""
    return [
        Case(item, (_ME, name), right, "For {item}, {came_back} came back.")
        for item, (name, right) in _NAMES.items()
    ]


def key_read(answer: Answer) -> str:
    """The key, or how the function refused."""
    if answer.error is None:
        return answer.value if isinstance(answer.value, str) else in_words(answer.value)
    return f"a {name_of(answer.error)}"


def _function(*lines: str, imports: str = "") -> Cell:
    head = f"{imports}\n\n\n" if imports else ""
    body = "\n    ".join(lines)
    return Cell(f"{head}def object_key(identity_id, name):\n    {body}")


_KEY = 'return f"{identity_id}/{name}"'
_REFUSE = '    raise ValueError("that is no name for a file")'

OBJECT_KEY = Exercise(
    id="N08.E3",
    goal=(
        "Write `object_key`: the identity id, a slash, the name. Refuse with a ValueError what is "
        "empty, begins with a slash, or climbs by `..`."
    ),
    answer="object_key",
    blank=Cell(
        '''def object_key(identity_id, name):
    """The key of a file in somebody's locker."""
    return TODO'''
    ),
    solution=_function(
        'if not name or name.startswith("/") or ".." in name.split("/"):',
        _REFUSE,
        _KEY,
    ),
    because=(
        "The first part comes from the counter, never from the person. What the person typed is "
        "checked part by part. The colon of the identity id stays: a key may hold it."
    ),
    hints=(
        "Which three kinds of name are refused?",
        "Look at the parts between the slashes. Two dots inside a word are harmless.",
        '`".." in name.split("/")`, and `raise ValueError(…)`.',
    ),
    task=Function(cases=names, reads=key_read),
    wrong_answers=(
        WrongAnswer(
            "no check",
            _function(_KEY),
            "M56",
            "For {item}, {came_back} came back, as if it were a name like any other.",
        ),
        WrongAnswer(
            "looks at the beginning only",
            _function('if not name or name.startswith(("/", "..")):', _REFUSE, _KEY),
            "M56",
            "For {item}, {came_back} came back. Follow the path from left to right.",
        ),
        WrongAnswer(
            "any two dots",
            _function('if not name or name.startswith("/") or ".." in name:', _REFUSE, _KEY),
            "M56",
            "For {item}, {came_back} came back, and that name climbs nowhere.",
        ),
        WrongAnswer(
            "the colon encoded",
            _function(
                'if not name or name.startswith("/") or ".." in name.split("/"):',
                _REFUSE,
                'return f"{quote(identity_id)}/{name}"',
                imports="from urllib.parse import quote",
            ),
            "M12",
            "For {item}, {came_back} came back. Compare the folder's name with the identity id.",
        ),
        WrongAnswer(
            "mended in silence",
            _function(
                'parts = [part for part in name.split("/") if part not in ("", "..")]',
                'return "/".join([identity_id, *parts])',
            ),
            "M56",
            "For {item}, {came_back} came back: the person asked for something else.",
        ),
    ),
)
