"""Python runs a module of this name when it starts: from then on the network is refused."""

import network_guard  # noqa: F401
