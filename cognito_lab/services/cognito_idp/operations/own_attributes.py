"""Signed-in people change their attributes, and prove that a new address is theirs.

    UpdateUserAttributes ──► a code to the new address ──► VerifyUserAttribute with the code

A pool may insist that an address is proved *before* it replaces the old one
(AttributesRequireVerificationBeforeUpdate).

Source: developer guide, "Verifying updates to email addresses and phone numbers"; API reference,
"UpdateUserAttributes", "GetUserAttributeVerificationCode", "VerifyUserAttribute".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.access import Holder, holder_of
from cognito_lab.services.cognito_idp.attributes import (
    AttributeList,
    changed,
    check_changes,
    check_deletion,
    check_no_rival,
    values_of,
)
from cognito_lab.services.cognito_idp.codes import Letter, Purpose, check_code, send, write_code
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.user import User

_PURPOSES = {"email": Purpose.VERIFY_EMAIL, "phone_number": Purpose.VERIFY_PHONE_NUMBER}


class OwnAttributes(Desk):
    """Operations on one's own attributes."""

    @operation
    def update_user_attributes(
        self,
        *,
        user_attributes: AttributeList,
        access_token: str,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Change one's attributes; an empty value deletes one. A new address gets a code.

        Raises:
            AliasExistsException: Somebody else has this address.
            InvalidParameterException: An attribute is unknown, immutable or required, or misformed.
            NotAuthorizedException: The client may not write an attribute, or the token is no good.
        """
        holder, changes = holder_of(self, access_token), values_of(user_attributes)
        pool, user = holder.pool, holder.user
        holder.client.check_may_write(changes)
        check_changes(pool, changes)
        check_no_rival(pool, user, changed(user, changes))
        moved = [n for n in _PURPOSES if changes.get(n) and changes[n] != user.attributes.get(n)]
        waiting = [name for name in moved if name in pool.verified_before_update]

        to_prove = [n for n in moved if n in waiting or n in pool.auto_verified]
        occasion = Occasion(pool, user.username, holder.client.id, client_metadata)
        letters = [self._letter(occasion, user, name, changes[name]) for name in to_prove]
        at_once = {name: value for name, value in changes.items() if name not in waiting}
        pool.directory.change(user, changed(user, at_once), self.clock.now())
        return {"CodeDeliveryDetailsList": [send(self, user, letter) for letter in letters]}

    def _letter(self, occasion: Occasion, user: User, name: str, address: str) -> Letter:
        what, purpose = "UpdateUserAttribute", _PURPOSES[name]
        return write_code(self, occasion, user, purpose, name, what=what, address=address)

    @operation
    def get_user_attribute_verification_code(
        self,
        *,
        access_token: str,
        attribute_name: str,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a code to one's own address. A change that waits gets a new code, too.

        Raises:
            InvalidParameterException: Not an address, or the user has none.
            NotAuthorizedException: The token is no good; see `access.py`.
        """
        holder, purpose = holder_of(self, access_token), _purpose(attribute_name)
        address = _waiting_address(holder, attribute_name)
        address = address or holder.user.attributes.get(attribute_name)
        if not address:
            raise messages.NO_ADDRESS_TO_VERIFY.error(name=attribute_name)
        pool, user = holder.pool, holder.user
        occasion = Occasion(pool, user.username, holder.client.id, client_metadata)
        what = "VerifyUserAttribute"
        letter = write_code(
            self, occasion, user, purpose, attribute_name, what=what, address=address
        )
        return {"CodeDeliveryDetails": send(self, user, letter)}

    @operation
    def verify_user_attribute(
        self, *, access_token: str, attribute_name: str, code: str
    ) -> Response:
        """Enter the code: the address is verified, and replaces the old one if it was waiting.

        Raises:
            AliasExistsException: Somebody else has verified this address.
            CodeMismatchException: Another code was sent.
            ExpiredCodeException: No code is waiting, or it is too old.
            InvalidParameterException: Not an address.
            NotAuthorizedException: The token is no good; see `access.py`.
        """
        holder, purpose = holder_of(self, access_token), _purpose(attribute_name)
        sent = check_code(holder.user, purpose, code, self.clock.now())
        waiting = _waiting_address(holder, attribute_name)
        after = {**holder.user.attributes, **({attribute_name: waiting} if waiting else {})}
        if after.get(attribute_name) != sent.address:
            raise messages.CODE_EXPIRED.error(
                because="The address has changed since this code was sent to another one."
            )
        after[f"{attribute_name}_verified"] = "true"
        check_no_rival(holder.pool, holder.user, after)
        del holder.user.codes[purpose]
        holder.pool.directory.change(holder.user, after, self.clock.now())
        return {}

    @operation
    def delete_user_attributes(
        self, *, user_attribute_names: Sequence[str], access_token: str
    ) -> Response:
        """Delete one's attributes.

        Raises:
            InvalidParameterException: An attribute is unknown, immutable or required.
            NotAuthorizedException: The client may not write an attribute, or the token is no good.
        """
        holder = holder_of(self, access_token)
        holder.client.check_may_write(dict.fromkeys(user_attribute_names, ""))
        check_deletion(holder.pool, user_attribute_names)
        after = changed(holder.user, dict.fromkeys(user_attribute_names, ""))
        holder.pool.directory.change(holder.user, after, self.clock.now())
        return {}


def _waiting_address(holder: Holder, name: str) -> str | None:
    """The new address of a change that the pool holds back until it is proved."""
    code = holder.user.codes.get(_PURPOSES[name])
    return code.address if code and name in holder.pool.verified_before_update else None


def _purpose(attribute_name: str) -> Purpose:
    if attribute_name not in _PURPOSES:
        raise messages.ONLY_ADDRESSES_ARE_VERIFIED.error()
    return _PURPOSES[attribute_name]
