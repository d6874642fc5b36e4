"""A person of a practice user pool: the two calls that every lesson's account is made with."""

from __future__ import annotations

from typing import Any


def add_member(idp: Any, user_pool_id: str, name: str, password: str, **attributes: str) -> None:
    """Make a user with a lasting password, as an administrator does it; no letter is sent.

    Args:
        idp: A boto3 client of `cognito-idp`, signed as administrator.
        user_pool_id: The pool.
        name: The user name.
        password: It must fit the pool's policy.
        **attributes: ``email="…"``, ``email_verified="true"`` and so on.
    """
    person = {"UserPoolId": user_pool_id, "Username": name}
    given = [{"Name": key, "Value": value} for key, value in attributes.items()]
    idp.admin_create_user(
        **person, MessageAction="SUPPRESS", **({"UserAttributes": given} if given else {})
    )
    idp.admin_set_user_password(**person, Password=password, Permanent=True)
