"""Every sentence of AWS's that the lab quotes, in one place, each with its evidence.

A correction is one line here. Services raise `SOMETHING.error(because="…", placeholder=value)`.

Evidence, as in the fact sheets: **D** AWS documentation, **M** botocore's model, **O** observed verbatim
(in issues, logs or captures; the sheets' C, V, P and I are kinds of it), **moto** moto's collected texts,
**E** seen in an emulator only, **unsure** our best reading: never hard-tested.
"""

from dataclasses import dataclass

from cognito_lab.primitives.errors import AwsError


@dataclass(frozen=True)
class Message:
    """An error code with its text; ``{name}`` in the text is filled in by `error`."""

    code: str
    text: str
    status: int = 400
    evidence: str = "O"

    def error(self, *, because: str = "", **values: object) -> AwsError:
        """The error to raise. `because` is the lab's reason, for the trace."""
        return AwsError(self.code, self.text.format(**values), self.status, because=because)


# --- cognito-idp: user pools (user-pools.md) ------------------------------------------------------

# --- cognito-identity: identity pools (identity-pools.md §2-§4) -----------------------------------
_LOGIN = "NotAuthorizedException"
LOGIN_EXPIRED = Message(_LOGIN, "Invalid login token. Token expired: {now} >= {exp}")
LOGIN_NOT_A_JWT = Message(_LOGIN, "Invalid login token. Not a valid OpenId Connect identity token.")
LOGIN_BAD_SIGNATURE = Message(_LOGIN, "Invalid login token. Couldn't verify signed token.")
LOGIN_OTHER_ISSUER = Message(_LOGIN, "Invalid login token. Issuer doesn't match providerName")
LOGIN_WITHOUT_CLAIM = Message(_LOGIN, "Invalid login token. Missing a required claim: {claim}")
LOGIN_OTHER_PROVIDER = Message(
    _LOGIN, "Token is not from a supported provider of this identity pool."
)
LOGINS_DO_NOT_MATCH = Message(
    _LOGIN,
    "Logins don't match. Please include at least one valid login for this identity or identity "
    "pool.",
)
LOGIN_IS_COGNITO_TOKEN = Message(_LOGIN, "Invalid login token. Can't pass in a Cognito token.")
LOGIN_IS_NO_COGNITO_TOKEN = Message(
    _LOGIN, "Invalid login token. Not a Cognito token.", evidence="O, exact trigger unsure"
)
LOGIN_SIGNED_OUT = Message(_LOGIN, "Token is inactive", evidence="O, attribution unsure")
LOGIN_PROVIDER_NOT_PUBLIC = Message(
    "InvalidParameterException", "Please provide a valid public provider."
)
LOGIN_SECOND_USER = Message(
    "ResourceConflictException",
    "Identity '{identity_id}' already has a login of provider {provider}.",
    evidence="code D, text unsure",
)
GUESTS_REFUSED = Message(_LOGIN, "Unauthenticated access is not supported for this identity pool.")
IDENTITY_FORBIDDEN = Message(_LOGIN, "Access to Identity '{identity_id}' is forbidden.")
IDENTITY_POOL_NOT_FOUND = Message(
    "ResourceNotFoundException", "IdentityPool '{identity_pool_id}' not found."
)
IDENTITY_NOT_FOUND = Message(
    "ResourceNotFoundException", "Identity '{identity_id}' not found.", evidence="unsure"
)
IDENTITY_POOL_ROLES = Message(
    "InvalidIdentityPoolConfigurationException",
    "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
)
ROLE_AMBIGUOUS = Message(_LOGIN, "The ambiguous role mapping rules for: {key} denied this request.")
ROLE_NOT_OFFERED = Message(
    _LOGIN, "Access to Role '{role_arn}' is forbidden.", evidence="code D, text unsure"
)
ROLE_FORBIDDEN = Message(_LOGIN, "Access to Role '{role_arn}' is forbidden.")
ROLE_MAPPING_UNKNOWN_PROVIDER = Message(
    "InvalidParameterException",
    "({key}) is not a valid RoleMapping ProviderName or is not a configured provider.",
)
ROLE_MAPPING_INCOMPLETE = Message(
    "InvalidParameterException",
    "{member} is required in the role mapping for: {key}.",
    evidence="rule M, text unsure",
)
ROLE_MAPPING_TOO_MANY_RULES = Message(
    "InvalidParameterException",
    "The role mapping for: {key} has more than 25 rules.",
    evidence="limit D, text unsure",
)
CLASSIC_FLOW_OFF = Message(
    "InvalidParameterException",
    "Basic (classic) flow is not enabled, please use enhanced flow.",
)
CLASSIC_FLOW_WITH_MAPPINGS = Message(
    "InvalidParameterException",
    "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.",
    evidence="O, code unsure",
)
IDENTITY_PAGE_TOKEN = Message("InvalidParameterException", "Invalid NextToken.", evidence="unsure")
DEVELOPER_PROVIDER_FIXED = Message(
    "InvalidParameterException",
    "Developer provider name cannot be changed once it has been set.",
    evidence="rule M, text unsure",
)

# --- STS (identity-pools.md §5) -------------------------------------------------------------------
WEB_TOKEN_NOT_A_JWT = Message(
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
    "Token)",
)
WEB_TOKEN_WITHOUT_CLAIM = Message(
    "InvalidIdentityToken", "Missing a required claim: {claim}", evidence="O for aud"
)
WEB_TOKEN_OTHER_ISSUER = Message(
    "InvalidIdentityToken", "No OpenIDConnect provider found in your account for {issuer}"
)
WEB_TOKEN_OTHER_AUDIENCE = Message("InvalidIdentityToken", "Incorrect token audience")
WEB_TOKEN_BAD_SIGNATURE = Message(
    "InvalidIdentityToken", "Couldn't verify signed token.", evidence="code D, text unsure"
)
WEB_TOKEN_EXPIRED = Message(
    "ExpiredTokenException",
    "Token expired: current date/time {now} must be before the expiration date/time {exp}",
)
ROLE_NOT_ASSUMED = Message("AccessDenied", "Not authorized to perform {action}", 403, "D, O")
ASSUME_ROLE_DENIED = Message("AccessDenied", "{denial}", 403)
SESSION_TOO_LONG = Message(
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    evidence="unsure",
)
CHAINED_SESSION_TOO_LONG = Message(
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
    "chaining.",
    evidence="rule D, text unsure",
)
PACKED_POLICY_TOO_LARGE = Message(
    "PackedPolicyTooLarge",
    "Packed policy consumes {percent}% of allotted space, please use smaller policy.",
    evidence="O, tail unsure",
)
SESSION_POLICY_NOT_FOUND = Message(
    "MalformedPolicyDocument", "The managed policy {arn} was not found.", evidence="unsure"
)
SESSION_TAG_REPEATED = Message(
    "InvalidParameterValue",
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    evidence="unsure",
)
ACCESS_KEY_UNKNOWN = Message(
    "ValidationError", "The access key {access_key_id} belongs to no account.", evidence="unsure"
)

# --- IAM policy grammar and IAM operations (identity-pools.md §7) ---------------------------------
NO_SUCH_ROLE = Message("NoSuchEntity", "The role with name {name} cannot be found.", 404, "moto")
NO_SUCH_USER = Message("NoSuchEntity", "The user with name {name} cannot be found.", 404, "moto")
NO_SUCH_ROLE_POLICY = Message(
    "NoSuchEntity", "The role policy with name {name} cannot be found.", 404, "moto"
)
NO_SUCH_USER_POLICY = Message(
    "NoSuchEntity", "The user policy with name {name} cannot be found.", 404, "moto"
)
NO_SUCH_POLICY = Message(
    "NoSuchEntity", "Policy {arn} does not exist or is not attachable.", 404, "moto"
)
NO_SUCH_POLICY_VERSION = Message(
    "NoSuchEntity",
    "Policy {arn} version {version} does not exist or is not attachable.",
    404,
    "moto",
)
POLICY_NOT_ATTACHED = Message("NoSuchEntity", "Policy {arn} was not found.", 404, "moto")
NO_SUCH_ACCESS_KEY = Message(
    "NoSuchEntity", "The Access Key with id {access_key_id} cannot be found.", 404, "moto"
)
NO_SUCH_OIDC_PROVIDER = Message(
    "NoSuchEntity", "OpenIDConnect Provider not found for arn {arn}", 404, "moto"
)
NO_SUCH_BOUNDARY = Message(
    "NoSuchEntity", "There is no permissions boundary attached to {name}.", 404, "unsure"
)
ROLE_EXISTS = Message("EntityAlreadyExists", "Role with name {name} already exists.", 409, "moto")
USER_EXISTS = Message("EntityAlreadyExists", "User with name {name} already exists.", 409, "moto")
POLICY_EXISTS = Message(
    "EntityAlreadyExists",
    "A policy called {name} already exists. Duplicate names are not allowed.",
    409,
    "moto",
)
OIDC_PROVIDER_EXISTS = Message(
    "EntityAlreadyExists", "Provider with url {url} already exists.", 409, "moto"
)
MUST_DETACH_POLICIES = Message(
    "DeleteConflict", "Cannot delete entity, must detach all policies first.", 409, "moto"
)
MUST_DELETE_POLICIES = Message(
    "DeleteConflict", "Cannot delete entity, must delete policies first.", 409, "moto"
)
MUST_DELETE_ACCESS_KEYS = Message(
    "DeleteConflict", "Cannot delete entity, must delete access keys first.", 409, "unsure"
)
POLICY_STILL_ATTACHED = Message(
    "DeleteConflict", "Cannot delete a policy attached to entities.", 409, "moto"
)
MUST_DELETE_VERSIONS = Message(
    "DeleteConflict",
    "This policy has more than one version. Before you delete a policy, you must delete the "
    "policy's versions. The default version is deleted with the policy.",
    409,
    "moto",
)
DEFAULT_VERSION_STAYS = Message(
    "DeleteConflict", "Cannot delete the default version of a policy.", 409, "moto"
)
TOO_MANY_VERSIONS = Message(
    "LimitExceeded",
    "A managed policy can have up to 5 versions. Before you create a new version, you must delete "
    "an existing version.",
    409,
    "moto",
)
IAM_LIMIT = Message("LimitExceeded", "Cannot exceed quota for {quota}: {limit}", 409, "unsure")
INLINE_POLICIES_TOO_LARGE = Message(
    "LimitExceeded",
    "Maximum policy size of {limit} bytes exceeded for {kind} {name}",
    409,
    "unsure",
)
AWS_MANAGED_IS_FIXED = Message(
    "AccessDenied", "Policy {arn} is managed by AWS and cannot be changed.", 403, "unsure"
)
OIDC_URL_INVALID = Message("ValidationError", "Invalid Open ID Connect Provider URL", 400, "moto")
TRUST_LETS_ANY_POOL_IN = Message(
    "MalformedPolicyDocument",
    "A trust policy for cognito-identity.amazonaws.com needs at least one condition on a "
    "cognito-identity.amazonaws.com key.",
    evidence="rule D, code and text unsure",
)

# --- the gate: credentials and signatures (identity-pools.md §5, §9) ------------------------------

# --- API Gateway (identity-pools.md §8) -----------------------------------------------------------

# --- any service ----------------------------------------------------------------------------------
