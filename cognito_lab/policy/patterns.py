"""Text with wildcards and variables, as policies write it: ``…:photos/${aws:username}/*``.

How to read the file: policy text is parsed once into a `Template`; a request then fills its
variables, which gives a `Pattern` (for comparing with wildcards) or a plain string (for comparing
exactly).

``*`` stands for any run of characters, slashes and colons included, ``?`` for exactly one. A value
that a variable brings in is literal: a user whose name is ``*`` gains nothing by it.

Left out: regular expressions. A pattern is compared piece by piece, left to right, so no pattern is
ever slow and none has to be compiled for each new user.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from cognito_lab.policy.request import Request
from cognito_lab.primitives.record import record

# ${key}, ${key, 'default'}, and the three escapes ${*} ${?} ${$}.
_VARIABLE = re.compile(r"\$\{(?P<key>[^${}',]+|\$)(?:, '(?P<default>[^']*)')?\}")
_ESCAPES = ("*", "?", "$")
_WILD = re.compile(r"[*?]")
_PATTERNS_KEPT = 16

# The text between two stars, cut at its question marks: "a?c" is ("a", "c").
Chunk = tuple[str, ...]


@record
class Pattern:
    """Text with wildcards, ready to be compared: its chunks are what stands between the stars.

    ``a*b?c`` is ``(("a",), ("b", "c"))``.
    """

    chunks: tuple[Chunk, ...]

    @classmethod
    def parse(cls, text: str) -> "Pattern":
        return cls(tuple(tuple(chunk.split("?")) for chunk in text.split("*")))

    @cached_property
    def _pieces(self) -> tuple[str, ...] | None:
        """What stands between the stars, where there is no question mark: the usual case."""
        plain = all(len(chunk) == 1 for chunk in self.chunks)
        return tuple(chunk[0] for chunk in self.chunks) if plain else None

    def matches(self, text: str) -> bool:
        """Whether the whole text fits. A chunk as far left as it fits is never wrong."""
        if self._pieces is not None:
            return _stand_between_stars(self._pieces, text)
        first, last = self.chunks[0], self.chunks[-1]
        position = _end_of(first, text, 0)
        if len(self.chunks) == 1:
            return position == len(text)
        for chunk in self.chunks[1:-1]:
            if position < 0:
                return False
            position = _end_of_first(chunk, text, position)
        start_of_last = len(text) - sum(map(len, last)) - (len(last) - 1)
        return 0 <= position <= start_of_last and _end_of(last, text, start_of_last) == len(text)


def _stand_between_stars(pieces: tuple[str, ...], text: str) -> bool:
    """Whether the text is made of the pieces, in this order, with anything in between."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return text == first
    position, end = len(first), len(text) - len(last)
    if position > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for piece in pieces[1:-1]:
        found_at = text.find(piece, position, end)
        if found_at < 0:
            return False
        position = found_at + len(piece)
    return True


def _end_of(chunk: Chunk, text: str, start: int) -> int:
    """Where the chunk ends if it stands at `start`; -1 if it does not."""
    for index, piece in enumerate(chunk):
        start += index > 0  # the question mark before every piece but the first takes one character
        if not text.startswith(piece, start):
            return -1
        start += len(piece)
    return start if start <= len(text) else -1


def _end_of_first(chunk: Chunk, text: str, start: int) -> int:
    """Where the chunk ends at its first place from `start` on; -1 if it is nowhere."""
    if len(chunk) == 1:
        found_at = text.find(chunk[0], start)
        return -1 if found_at < 0 else found_at + len(chunk[0])
    ends = (_end_of(chunk, text, position) for position in range(start, len(text) + 1))
    return next((end for end in ends if end >= 0), -1)


@record
class Variable:
    """``${key}`` or ``${key, 'default'}``; an escape such as ``${*}`` always stands for itself."""

    key: str
    default: str | None

    @property
    def is_escape(self) -> bool:
        return self.key in _ESCAPES

    def value(self, request: Request) -> str | None:
        """What takes its place; None if the request has no single value and there is no default."""
        found = None if self.is_escape else request.single_value(self.key.lower())
        return self.default if found is None else found


@record
class Template:
    """Policy text taken apart into plain text (its wildcards still in it) and variables.

    Source: IAM User Guide, "IAM policy elements: Variables and tags".
    Assumed: a value that is substituted in is literal; text that only looks like a variable stays
    as it is.
    """

    text: str
    parts: tuple[str | Variable, ...]

    @classmethod
    def parse(cls, text: str, *, variables: bool = True) -> "Template":
        """Take the text apart. Policies of the 2008 language know no variables: pass False."""
        return cls(text, tuple(_parts(text)) if variables else (text,))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        return tuple(part for part in self.parts if isinstance(part, Variable))

    def fill(self, request: Request) -> str | None:
        """The text with its variables filled in; None if one has no value, which nothing equals."""
        if not self.variables:
            return self.text
        filled = [part if isinstance(part, str) else part.value(request) for part in self.parts]
        known = [part for part in filled if part is not None]
        return "".join(known) if len(known) == len(filled) else None

    def pattern(self, request: Request) -> Pattern | None:
        """The same with live wildcards; None if a variable has no value: nothing resembles that."""
        if not self.variables:
            return self._fixed_pattern
        values = tuple([variable.value(request) for variable in self.variables])
        if values not in self._patterns:
            if len(self._patterns) >= _PATTERNS_KEPT:
                self._patterns.clear()
            self._patterns[values] = self._pattern_with(values)
        return self._patterns[values]

    def resembles(self, text: str, request: Request) -> bool:
        """Whether the text fits, variables filled in and wildcards live."""
        if not text.startswith(self._fixed_start):  # spares most texts the rest
            return False
        pattern = self.pattern(request)
        return pattern is not None and pattern.matches(text)

    @cached_property
    def _fixed_start(self) -> str:
        """What every text that fits begins with: all that stands before a wildcard or variable."""
        first = self.parts[0]
        return re.split(r"[*?]", first, maxsplit=1)[0] if isinstance(first, str) else ""

    def shown(self, request: Request) -> str:
        """The text as a person should see it: variables filled in where they have a value.

        A star or question mark that a variable brings has no power, so it is shown as ``${*}``.
        """
        return self.text if not self.variables else "".join(self._shown_parts(request))

    @cached_property
    def _fixed_pattern(self) -> Pattern:
        return Pattern.parse(self.text)

    @cached_property
    def _cut_parts(self) -> tuple[tuple[Chunk, ...] | Variable, ...]:
        """The parts, plain text cut at its wildcards: the same for every request."""
        return tuple(
            part if isinstance(part, Variable) else Pattern.parse(part).chunks
            for part in self.parts
        )

    @cached_property
    def _patterns(self) -> dict[tuple[str | None, ...], Pattern | None]:
        """Patterns for values that the variables had lately: callers come more than once."""
        return {}

    def _pattern_with(self, values: tuple[str | None, ...]) -> Pattern | None:
        """The parts joined: the last chunk of one and the first of the next are one chunk."""
        remaining = iter(values)
        chunks: list[Chunk] = [("",)]
        for part in self._cut_parts:
            if isinstance(part, Variable):
                value = next(remaining)
                if value is None:
                    return None
                part = ((value,),)
            *before, end = chunks.pop()
            (start, *after), *more = part
            chunks += [(*before, end + start, *after), *more]
        return Pattern(tuple(chunks))

    def _shown_parts(self, request: Request) -> Iterable[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            elif part.is_escape:
                yield f"${{{part.key}}}"
            else:
                value = part.value(request)
                yield f"${{{part.key}}}" if value is None else _WILD.sub(r"${\g<0>}", value)

    @cached_property
    def arn_fields(self) -> tuple["Template", ...]:
        """The text cut at its colons into six fields at most; colons in a variable do not count."""
        fields: list[list[str | Variable]] = [[]]
        for part in self.parts:
            if isinstance(part, Variable):
                fields[-1].append(part)
                continue
            first, *others = part.split(":", 6 - len(fields))
            fields[-1].append(first)
            fields.extend([other] for other in others)
        return tuple(Template(_written(field), tuple(field)) for field in fields)


def _parts(text: str) -> Iterable[str | Variable]:
    """Plain text and variables in turn."""
    position = 0
    for found in _VARIABLE.finditer(text):
        key, default = found["key"], found["default"]
        yield text[position : found.start()]
        yield Variable(key, key if key in _ESCAPES else default)
        position = found.end()
    yield text[position:]


def _written(parts: Iterable[str | Variable]) -> str:
    """Parts put back together; only text without variables is ever read from it."""
    return "".join(part if isinstance(part, str) else f"${{{part.key}}}" for part in parts)
