"""AWS's names and Python's names for the same thing: ``UserPoolId`` and ``user_pool_id``.

botocore has the same rule (``xform_name``); this is a small copy of the rule, not of the code,
because the rooms below the wire must not import botocore. A test holds both against each other for
every operation and parameter that the lab serves.
"""

import re
from functools import lru_cache

# Names whose capitals do not follow from their words.
_IRREGULAR = {
    "open_id_connect_provider_arns": "OpenIdConnectProviderARNs",
    "open_id_connect_provider_arn": "OpenIDConnectProviderArn",
    "saml_provider_arns": "SamlProviderARNs",
    "client_id_list": "ClientIDList",
    "client_id": "ClientId",
    "logout_urls": "LogoutURLs",
    "callback_urls": "CallbackURLs",
}
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=1024)
def snake_case(name: str) -> str:
    """``UserPoolId`` becomes ``user_pool_id``."""
    return "_".join(_HUMPS.split(name)).lower()


@lru_cache(maxsize=1024)
def pascal_case(name: str) -> str:
    """``user_pool_id`` becomes ``UserPoolId``; irregular names come from a table."""
    return _IRREGULAR.get(name) or "".join(word[:1].upper() + word[1:] for word in name.split("_"))


@lru_cache(maxsize=1024)
def camel_case(name: str) -> str:
    """``rest_api_id`` becomes ``restApiId``, as API Gateway spells its parameters."""
    pascal = pascal_case(name)
    return pascal[:1].lower() + pascal[1:]
