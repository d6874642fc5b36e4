"""Python runs a module of this name when it starts: from then on the network is refused.

It is also where a program that tests start, or that starts tests, is spared most of a second:
`jsonschema` offers to check addresses with letters of every alphabet, for which `rfc3987_syntax`
builds 38 grammars in each process. A notebook's format asks for no such check.
"""

import sys

import network_guard  # noqa: F401

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
