"""AWS's names and Python's names for the same thing: ``UserPoolId`` and ``user_pool_id``.

botocore has the same rule (`xform_name`); this is a small copy of the rule, not of the code,
because the rooms below the wire must not import botocore. The way back needs tables: AWS writes
most words like a sentence would (``MfaConfiguration``), some like the acronym that they are
(``MFAOptions``). A test holds both directions against botocore for every operation and parameter
that the lab may serve.

Left out: IAM's `ClientID`, which only AddClientIDToOpenIDConnectProvider and its opposite have;
`client_id` is everywhere else ``ClientId``.
"""

import re
from functools import lru_cache

# Words that AWS writes in capitals wherever they stand.
_ACRONYMS = frozenset({"aws", "css", "csv", "saml", "ssh", "ui"})
# Names that follow no rule.
_IRREGULAR = {
    "add_client_id_to_open_id_connect_provider": "AddClientIDToOpenIDConnectProvider",
    "admin_set_user_mfa_preference": "AdminSetUserMFAPreference",
    "callback_urls": "CallbackURLs",
    "client_id_list": "ClientIDList",
    "default_redirect_uri": "DefaultRedirectURI",
    "logout_urls": "LogoutURLs",
    "mfa_options": "MFAOptions",
    "open_id_connect_provider_arns": "OpenIdConnectProviderARNs",
    "provider_arns": "ProviderARNs",
    "remove_client_id_from_open_id_connect_provider": "RemoveClientIDFromOpenIDConnectProvider",
    "saml_provider_arns": "SamlProviderARNs",
    "set_user_mfa_preference": "SetUserMFAPreference",
    "sms_mfa_settings": "SMSMfaSettings",
}
# Words that AWS writes in their own way only when they stand together.
_TOGETHER = {"OpenIdConnect": "OpenIDConnect", "MfaDevice": "MFADevice"}
# Before a capital that follows a small letter, or that begins a word after an acronym; the s of a
# plural (``ARNs``) begins no word.
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s$)[a-z])")


@lru_cache(maxsize=1024)
def snake_case(name: str) -> str:
    """``UserPoolId`` becomes ``user_pool_id``."""
    return "_".join(_HUMPS.split(name)).lower()


@lru_cache(maxsize=1024)
def pascal_case(name: str) -> str:
    """``user_pool_id`` becomes ``UserPoolId``; irregular names come from a table."""
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    pascal = "".join(_capitalised(word) for word in name.split("_"))
    for usual, here in _TOGETHER.items():
        pascal = pascal.replace(usual, here)
    return pascal


@lru_cache(maxsize=1024)
def camel_case(name: str) -> str:
    """``rest_api_id`` becomes ``restApiId``, as API Gateway spells its parameters."""
    pascal = pascal_case(name)
    return pascal[:1].lower() + pascal[1:]


def _capitalised(word: str) -> str:
    return word.upper() if word in _ACRONYMS else word[:1].upper() + word[1:]
