"""Which step of which notebook makes each statement of the source text real.

The statements are those of the text that the course was asked to explain, numbered in its order. A
step is the `id` of a notebook cell (or stands in the cell's `steps`), in its metadata under `lab`:
there the learner *does* it. Tests hold this table against the notebooks.
"""

from __future__ import annotations

from collections.abc import Mapping

STATEMENTS: Mapping[str, str] = {
    "SRC01": "an identity pool is a store of user data belonging to one account",
    "SRC02": "it can require an identity provider, once its app id or keys are entered",
    "SRC03": "after validating the user, the provider sends a token towards the pool",
    "SRC04": "the pool asks STS for temporary credentials for the authenticated role",
    "SRC05": "the role's policies decide which other services are reachable",
    "SRC06": "a token vending machine with STS as its back end",
    "SRC07": "the simplified flow has six steps, in this order",
    "SRC07.1": "the app sends user name and password to the provider",
    "SRC07.2": "the provider answers with a valid token",
    "SRC07.3": "the app sends the token to its identity pool",
    "SRC07.4": "the pool validates the token with the provider",
    "SRC07.5": "if valid, STS gives credentials for the authenticated role",
    "SRC07.6": "the app calls the service with them",
    "SRC08": "user pools are a complete identity provider: directory, sign-up, sign-in",
    "SRC09": "user pools use JWTs to authenticate and validate users",
    "SRC10": "a password user hands a JWT to the pool and gets AWS credentials",
    "SRC11": "that flow is the same as for any other provider",
    "SRC12a": "the passport is shown at the counter for a boarding pass",
    "SRC12b": "with the boarding pass you go to the gate and board",
    "SRC13": "one identity pool for both, yet another role can be tied to a group",
    "SRC14": "jdoe is in the group, so jdoe inherits its role",
    "SRC15": "the ID token goes straight to API Gateway; no role takes part",
    "SRC16": "the id on the user information card looks different there",
    "SRC17": "no identity id exists there, so another unique id is needed",
}

COVERAGE: Mapping[str, tuple[str, ...]] = {
    "SRC01": ("N06.E1",),
    "SRC02": ("N05.E1", "N06.P2"),
    "SRC03": ("N01.P1",),
    "SRC04": ("N06.E1", "N07.E1"),
    "SRC05": ("N07.E2", "N07.E3", "N08.E2"),
    "SRC06": ("N06.W1", "N06.E1"),
    "SRC07": ("N01.E1",),
    "SRC07.1": ("N01.T1", "N04.P4"),
    "SRC07.2": ("N01.T2", "N02.E2"),
    "SRC07.3": ("N01.T3", "N06.E1"),
    "SRC07.4": ("N01.T4", "N03.E2"),
    "SRC07.5": ("N01.T5", "N06.E1", "N07.E1"),
    "SRC07.6": ("N01.T6", "N08.E1"),
    "SRC08": ("N04.E1", "N04.E2"),
    "SRC09": ("N02.E2", "N03.E2"),
    "SRC10": ("N01.E3", "N06.E1"),
    "SRC11": ("N01.W1", "N05.P4"),
    "SRC12a": ("N01.E2",),
    "SRC12b": ("N01.T6", "N08.E1", "N01.B1"),
    "SRC13": ("N09.E1",),
    "SRC14": ("N09.E1", "N09.P1"),
    "SRC15": ("N10.E1",),
    "SRC16": ("N10.P1",),
    "SRC17": ("N10.E2", "N08.E4"),
}
