"""StateMap: a user's status, or the walk of a sign-in, on the map of what may happen.

    StateMap(cloud, user_pool_id, "jdoe")     # follows the user's status
    StateMap.sign_in(cloud)                   # follows the latest sign-in in the trace
    StateMap.sign_in(cloud, "jdoe")           # … of this user

The maps are drawn from the tables that the user pool itself decides by. What is read stands in
`walks`, what is shown in `state_view`; looking leaves nothing in the trace.
"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.widgets import state_view as view
from cognito_lab.widgets.controls import plain, prose
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.state_view import Standing
from cognito_lab.widgets.walks import life_of, walk_of


class Map(Frame):
    """A map on which somebody's place is lit and named.

    Args:
        title: What the map is about.
        username: Whom to follow; another name may be typed later.
        read: Where the user of a name stands.
        code: The code that a person could have typed to see the same.
    """

    def __init__(
        self,
        title: str,
        username: str,
        read: Callable[[str], Standing],
        code: Callable[[str, Standing], str],
    ) -> None:
        self._read, self._code = read, code
        self._shown: tuple[str, Standing] | None = None
        self.user_name = plain(ipywidgets.Text, value=username, description="User name")
        self.words, self.picture = prose(), prose()
        super().__init__(title, "idp", [self.user_name, self.words, self.picture])
        self.on_change(self.user_name, self.refresh)
        self.refresh()

    @property
    def standing(self) -> Standing:
        """Where the user, or the sign-in, stands now."""
        return self._read(self.user_name.value)

    def refresh(self) -> None:
        """Follow what has happened; a change is said aloud."""
        name, standing = self.user_name.value, self.standing
        before = self._shown[1] if self._shown else None
        if (name, standing) == self._shown:
            return
        self._shown = (name, standing)
        self.words.value = view.standing_html(standing)
        self.show_code(self._code(name, standing))
        if before is None or (before.place, before.passed) != (standing.place, standing.passed):
            self.picture.value = standing.picture.as_html()
        if before is not None:
            self.edge.announce(standing.sentence)

    def as_text(self) -> str:
        return view.as_text(self.title, self.standing)

    def as_html(self) -> Markup:
        return view.as_html(self.standing)


class StateMap(Map):
    """The life of one user, drawn from the table of statuses.

    Args:
        cloud: Where the user pool lives.
        user_pool_id: Which pool; may be left out where the cloud has exactly one.
        username: Whom to follow.

    Raises:
        ValueError: The pool was left out and cannot be guessed.
        ResourceNotFoundException: There is no such pool.
    """

    def __init__(self, cloud: Cloud, user_pool_id: str | None = None, username: str = "") -> None:
        pool_id = user_pool_id or _only_pool(cloud)
        super().__init__(
            "The life of a user",
            username,
            lambda name: _standing_in_pool(cloud, pool_id, name),
            lambda name, _: view.status_code(pool_id, name),
        )

    @staticmethod
    def sign_in(cloud: Cloud, username: str = "") -> SignInMap:
        """The other map: the latest sign-in in the trace, or the latest of one user."""
        return SignInMap(cloud, username)


class SignInMap(Map):
    """The walk of a sign-in, drawn from the table of flows and challenges.

    Args:
        cloud: Whose trace to follow.
        username: Only sign-ins of this user; empty for anybody's.
    """

    def __init__(self, cloud: Cloud, username: str = "") -> None:
        super().__init__(
            "The walk of a sign-in",
            username,
            lambda name: view.standing_of_walk(walk_of(cloud.trace.exchanges, name), name),
            lambda _, standing: view.walk_code(standing),
        )


def _only_pool(cloud: Cloud) -> str:
    pools, _ = cloud.cognito_idp.pools.page(2)
    if len(pools) != 1:
        raise ValueError("say which user pool: StateMap(cloud, user_pool_id, username)")
    return pools[0].id


def _standing_in_pool(cloud: Cloud, pool_id: str, username: str) -> Standing:
    """Read the pool's own record, without an operation."""
    pool = cloud.cognito_idp.pool(pool_id)
    user = pool.directory.find(username) if username else None
    name = user.username if user else username
    clients = [one.id for one in cloud.cognito_idp.clients.values() if one.pool is pool]
    life = life_of(cloud.trace.exchanges, name, [pool_id, *clients]) if user else ()
    return view.standing_of_user(username, user, life)
