"""Every sentence of AWS's that the lab quotes, in one place, each with its evidence.

A correction is one line here. Services raise `SOMETHING.error(because="…", placeholder=value)`.

Evidence, as in the fact sheets: **D** AWS documentation, **M** botocore's model, **O** observed
verbatim (in issues, logs or captures; the sheets' C, V, P and I are kinds of it), **moto** moto's
collected texts, **E** seen in an emulator only, **unsure** our best reading: never hard-tested.
"""

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.record import record


@record
class Message:
    """An error code with its text; ``{name}`` in the text is filled in by `error`."""

    code: str
    text: str
    status: int = 400
    evidence: str = "O"

    def error(self, *, because: str = "", in_short: str = "", **values: object) -> AwsError:
        """The error to raise. `because` is our reason, `in_short` two or three words of it."""
        text = self.text.format(**values)
        return AwsError(self.code, text, self.status, because=because, in_short=in_short)


# --- cognito-idp: user pools (user-pools.md) ------------------------------------------------------

_NOT_AUTHORIZED = "NotAuthorizedException"
_INVALID_PARAMETER = "InvalidParameterException"
_NOT_FOUND = "ResourceNotFoundException"

# What does not exist.
POOL_NOT_FOUND = Message(_NOT_FOUND, "User pool {id} does not exist.")
CLIENT_NOT_FOUND = Message(_NOT_FOUND, "User pool client {id} does not exist.")
GROUP_NOT_FOUND = Message(_NOT_FOUND, "Group not found.")
USER_NOT_FOUND = Message("UserNotFoundException", "User does not exist.")
USER_OF_CLIENT_NOT_FOUND = Message(
    "UserNotFoundException", "Username/client id combination not found."
)

# Sign-in.
WRONG_PASSWORD = Message(_NOT_AUTHORIZED, "Incorrect username or password.")
PASSWORD_ATTEMPTS_EXCEEDED = Message(_NOT_AUTHORIZED, "Password attempts exceeded")
USER_DISABLED = Message(_NOT_AUTHORIZED, "User is disabled.")
USER_NOT_CONFIRMED = Message("UserNotConfirmedException", "User is not confirmed.")
PASSWORD_RESET_REQUIRED = Message(
    "PasswordResetRequiredException", "Password reset required for the user"
)
TEMPORARY_PASSWORD_EXPIRED = Message(
    _NOT_AUTHORIZED, "Temporary password has expired and must be reset by an administrator."
)
SECRET_HASH_MISSING = Message(
    _NOT_AUTHORIZED, "Client {id} is configured with secret but SECRET_HASH was not received"
)
SECRET_HASH_WRONG = Message(_NOT_AUTHORIZED, "SecretHash does not match for the client: {id}")
SESSION_EXPIRED = Message(_NOT_AUTHORIZED, "Invalid session for the user, session is expired.")
SESSION_SPENT = Message(
    _NOT_AUTHORIZED, "Invalid session for the user, session can only be used once."
)
SESSION_INVALID = Message(_NOT_AUTHORIZED, "Invalid session for the user.")
FLOW_NOT_AT_THIS_OPERATION = Message(_INVALID_PARAMETER, "Initiate Auth method not supported.")
FLOW_NOT_ENABLED = Message(_INVALID_PARAMETER, "{flow} flow not enabled for this client")
SRP_NOT_ENABLED = Message(_INVALID_PARAMETER, "USER_SRP_AUTH is not enabled for the client.")
ADMIN_FLOW_NOT_ENABLED = Message(_INVALID_PARAMETER, "Auth flow not enabled for this client")
PARAMETER_MISSING = Message(_INVALID_PARAMETER, "Missing required parameter {name}")
SRP_A_INVALID = Message(_INVALID_PARAMETER, "Invalid SRP_A", evidence="unsure")
ALREADY_PROVIDED = Message(_NOT_AUTHORIZED, "Cannot modify an already provided {name}")
REQUIRED_ATTRIBUTE_MISSING = Message(
    _INVALID_PARAMETER, "Invalid attributes given, {name} is missing"
)

PASSWORD_USED_BEFORE = Message(
    "PasswordHistoryPolicyViolationException", "Password has previously been used"
)
PASSWORD_CANNOT_BE_RESET = Message(
    _NOT_AUTHORIZED, "User password cannot be reset in the current state."
)
NO_CHANNEL_TO_RESET = Message(
    _INVALID_PARAMETER,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
)

# Second factors.
TOTP_CODE_WRONG = Message("CodeMismatchException", "Invalid code received for user")
SMS_CODE_WRONG = Message("CodeMismatchException", "Invalid code or auth state for the user.")
TOTP_CODE_SPENT = Message("ExpiredCodeException", "Your software token has already been used once.")
TOTP_SET_UP_FAILED = Message(
    "EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA"
)
TOTP_OFF_IN_POOL = Message(
    "SoftwareTokenMFANotFoundException",
    "Software Token MFA has not been enabled by the userPool",
)
TOTP_NOT_SET_UP = Message(_INVALID_PARAMETER, "User has not set up software token mfa")
TOTP_NOT_SET_UP_ADMIN = Message(
    _INVALID_PARAMETER, "User has not verified software token mfa", evidence="E"
)
NO_PHONE_FOR_SMS = Message(
    _INVALID_PARAMETER,
    "User does not have delivery config set to turn on SMS_MFA",
    evidence="unsure",
)
TWO_PREFERRED = Message(
    _INVALID_PARAMETER, "Only one MFA method can be preferred", evidence="unsure"
)
MFA_WITHOUT_FACTOR = Message(
    _INVALID_PARAMETER,
    "Invalid MFA configuration given, can't turn on MFA without a factor.",
    evidence="unsure",
)
FACTOR_CANNOT_BE_CHOSEN = Message(
    _INVALID_PARAMETER, "Invalid MFA type given as ANSWER", evidence="unsure"
)
NEITHER_TOKEN_NOR_SESSION = Message(
    _INVALID_PARAMETER, "Either AccessToken or Session must be given", evidence="unsure"
)

# Tokens.
ACCESS_TOKEN_EXPIRED = Message(_NOT_AUTHORIZED, "Access Token has expired")
ACCESS_TOKEN_REVOKED = Message(_NOT_AUTHORIZED, "Access Token has been revoked")
ACCESS_TOKEN_INVALID = Message(_NOT_AUTHORIZED, "Invalid Access Token")
ACCESS_TOKEN_SIGNATURE = Message(_NOT_AUTHORIZED, "Could not verify signature for Access Token")
ACCESS_TOKEN_SCOPES = Message(_NOT_AUTHORIZED, "Access Token does not have required scopes")
REFRESH_TOKEN_EXPIRED = Message(_NOT_AUTHORIZED, "Refresh Token has expired")
REFRESH_TOKEN_REVOKED = Message(_NOT_AUTHORIZED, "Refresh Token has been revoked")
REFRESH_TOKEN_INVALID = Message(_NOT_AUTHORIZED, "Invalid Refresh Token")
REFRESH_TOKEN_REUSED = Message(
    "RefreshTokenReuseException", "Refresh token has been reused", evidence="unsure"
)
ROTATION_AND_REFRESH_FLOW = Message(
    _INVALID_PARAMETER,
    "ALLOW_REFRESH_TOKEN_AUTH cannot be enabled when refresh token rotation is enabled.",
    evidence="unsure",
)
REFRESH_SECRET_WRONG = Message(
    _NOT_AUTHORIZED, "Client secret does not match for the client: {id}", evidence="unsure"
)
REVOCATION_OFF = Message(
    "UnsupportedOperationException", "Revocation is not enabled for this client", evidence="unsure"
)
REVOKE_WRONG_TOKEN = Message(
    "UnsupportedTokenTypeException", "Only a refresh token can be revoked", evidence="unsure"
)
REVOKE_WRONG_CLIENT = Message(
    "UnauthorizedException", "Unauthorized client for this token", evidence="unsure"
)

# Lambda triggers.
LAMBDA_REFUSED = Message("UserLambdaValidationException", "{trigger} failed with error {text}.")
LAMBDA_UNREADABLE = Message(
    "InvalidLambdaResponseException", "Unrecognizable lambda output", evidence="unsure"
)
LAMBDA_MISSING = Message(
    "UnexpectedLambdaException",
    "{trigger} invocation failed due to error ResourceNotFoundException.",
    evidence="unsure",
)
TWO_TOKEN_FUNCTIONS = Message(
    _INVALID_PARAMETER,
    "PreTokenGeneration and PreTokenGenerationConfig must have the same Lambda ARN.",
    evidence="unsure",
)
TOKEN_VERSION_NEEDS_TIER = Message(
    "FeatureUnavailableInTierException",
    "Access token customization is not available in this feature plan.",
    evidence="unsure",
)
CUSTOM_MESSAGE_WITHOUT_CODE = Message(
    _INVALID_PARAMETER,
    "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must "
    r"satisfy regular expression pattern: [\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}\s*]*\{{####\}}"
    r"[\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}\s*]*",
)
ALREADY_LINKED = Message("invalid_request", "Already found an entry for username {username}")
CUSTOM_AUTH_NOT_CONFIGURED = Message(
    _INVALID_PARAMETER,
    "Custom auth lambda trigger is not configured for the user pool.",
    evidence="unsure",
)

# Sign-up, users and codes.
SIGN_UP_CLOSED = Message(_NOT_AUTHORIZED, "SignUp is not permitted for this user pool")
USERNAME_EXISTS = Message("UsernameExistsException", "User already exists")
USER_ACCOUNT_EXISTS = Message("UsernameExistsException", "User account already exists")
ATTRIBUTE_IS_A_USERNAME = Message(
    "UsernameExistsException", "An account with the given {name} already exists."
)
ALIAS_EXISTS_AT_CONFIRMATION = Message(
    "AliasExistsException", "An account with the {name} already exists.", evidence="D"
)
ALIAS_EXISTS = Message(
    "AliasExistsException", "An account with the given {name} already exists.", evidence="E"
)
USERNAME_LOOKS_LIKE_EMAIL = Message(
    _INVALID_PARAMETER,
    "Username cannot be of email format, since user pool is configured for email alias.",
)
USERNAME_MUST_BE_EMAIL = Message(_INVALID_PARAMETER, "Username should be an email.")
USERNAME_MUST_BE_PHONE = Message(
    _INVALID_PARAMETER, "Username should be a phone number.", evidence="unsure"
)
USERNAME_MUST_BE_EITHER = Message(
    _INVALID_PARAMETER, "Username should be either an email or a phone number.", evidence="E"
)
PREFERRED_USERNAME_TOO_EARLY = Message(
    _INVALID_PARAMETER,
    "preferred_username cannot be set before the user is confirmed.",
    evidence="unsure",
)
CANNOT_BE_CONFIRMED = Message(
    _NOT_AUTHORIZED, "User cannot be confirmed. Current status is {status}"
)
ALREADY_CONFIRMED = Message(_INVALID_PARAMETER, "User is already confirmed.")
NOTHING_TO_VERIFY = Message(
    _INVALID_PARAMETER,
    "Cannot resend codes. Auto verification not turned on.",
    evidence="unsure",
)
CODE_WRONG = Message(
    "CodeMismatchException", "Invalid verification code provided, please try again."
)
CODE_EXPIRED = Message(
    "ExpiredCodeException", "Invalid code provided, please request a code again."
)
RESEND_NOT_POSSIBLE = Message(
    "UnsupportedUserStateException",
    "Resend not possible. {username} status is not FORCE_CHANGE_PASSWORD",
)
PASSWORD_REFUSED_AT_SIGN_UP = Message(
    "InvalidPasswordException", "Password did not conform with policy: {rule}"
)
PASSWORD_REFUSED = Message(
    "InvalidPasswordException", "Password does not conform to policy: {rule}"
)

# Attributes and their schema.
WRITE_NOT_ALLOWED = Message(_NOT_AUTHORIZED, "A client attempted to write unauthorized attribute")
SCHEMA_BROKEN = Message(_INVALID_PARAMETER, "Attributes did not conform to the schema: {entries}")
ATTRIBUTE_IMMUTABLE = Message(
    _INVALID_PARAMETER, "user.{name}: Attribute cannot be updated.", evidence="unsure"
)
REQUIRED_CANNOT_BE_DELETED = Message(
    _INVALID_PARAMETER,
    "Invalid user attributes: {name}: Required attribute cannot be deleted.",
    evidence="E",
)
EMAIL_FORMAT = Message(_INVALID_PARAMETER, "Invalid email address format.")
PHONE_FORMAT = Message(_INVALID_PARAMETER, "Invalid phone number format.")
CUSTOM_CANNOT_BE_REQUIRED = Message(
    _INVALID_PARAMETER,
    "Required custom attributes are not supported currently.",
    evidence="E",
)
ATTRIBUTE_EXISTS = Message(
    _INVALID_PARAMETER, "{name}: Existing attribute already has name {name}.", evidence="E"
)
ATTRIBUTE_TYPE_INVALID = Message(
    _INVALID_PARAMETER,
    "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
    evidence="E",
)
ATTRIBUTE_WITHOUT_NAME = Message(
    _INVALID_PARAMETER, "Schema attributes must have a name.", evidence="unsure"
)
CONSTRAINT_UNREADABLE = Message(
    _INVALID_PARAMETER, "user.{name}: Constraints must be whole numbers.", evidence="unsure"
)
LENGTHS_CROSSED = Message(
    _INVALID_PARAMETER, "user.{name}: Max length cannot be less than min length.", evidence="E"
)
LENGTH_TOO_LARGE = Message(
    _INVALID_PARAMETER,
    "user.{name}: String attributes cannot have a length of more than 2048",
    evidence="E",
)
STANDARD_TYPE_IS_FIXED = Message(
    _INVALID_PARAMETER,
    "You can not change AttributeDataType or set developerOnlyAttribute for standard schema "
    "attribute {name}",
    evidence="E",
)

ONLY_ADDRESSES_ARE_VERIFIED = Message(
    _INVALID_PARAMETER,
    "Invalid attribute name. Only phone_number and email can be verified.",
    evidence="E",
)
NO_ADDRESS_TO_VERIFY = Message(
    _INVALID_PARAMETER, "User does not have the attribute {name}.", evidence="unsure"
)
UNKNOWN_CANNOT_BE_DELETED = Message(
    _INVALID_PARAMETER,
    "Invalid user attributes: user.{name}: Attribute does not exist in the schema.\n",
    evidence="E",
)

# Pools, clients, groups, lists.
POOL_PROTECTED = Message(
    _INVALID_PARAMETER,
    "The user pool cannot be deleted because deletion protection is activated. "
    "Deletion protection must be inactivated first.",
)
ALIASES_AND_USERNAMES = Message(
    _INVALID_PARAMETER,
    "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
    evidence="unsure",
)
ALIAS_REQUIRED = Message(
    _INVALID_PARAMETER,
    "preferred_username can not be required and an alias at the same time.",
    evidence="unsure",
)
FLOW_NAMES_MIXED = Message(
    _INVALID_PARAMETER,
    "Invalid ExplicitAuthFlows: names with the prefix ALLOW_ and names without cannot be mixed",
    evidence="unsure",
)
TOKEN_VALIDITY = Message(_INVALID_PARAMETER, "Invalid range for token validity.", evidence="unsure")
UNKNOWN_ATTRIBUTE_OF_CLIENT = Message(
    _INVALID_PARAMETER,
    "Invalid {kind} attributes specified while creating a client",
    evidence="unsure",
)
GROUP_EXISTS = Message("GroupExistsException", "A group with the name already exists")
TOO_MANY_CUSTOM_ATTRIBUTES = Message(
    "LimitExceededException",
    "The pool cannot have more than {limit} custom attributes.",
    evidence="unsure",
)
TOO_MANY_GROUPS = Message(
    "LimitExceededException",
    "The user can be in at most {limit} groups",
    evidence="unsure",
)
FILTER_UNREADABLE = Message(_INVALID_PARAMETER, "Error while parsing filter", evidence="E")
FILTER_ATTRIBUTE = Message(_INVALID_PARAMETER, "Invalid search attribute: {name}", evidence="E")
PAGE_TOKEN_INVALID = Message(
    _INVALID_PARAMETER, "Invalid pagination token given.", evidence="unsure"
)

# Domains, resource servers, identity providers, and the OAuth settings of clients.
POOL_HAS_DOMAIN = Message(
    _INVALID_PARAMETER,
    "User pool cannot be deleted. It has a domain configured that should be deleted first.",
)
DOMAIN_TAKEN = Message(
    _INVALID_PARAMETER, "Domain already associated with another user pool.", evidence="E"
)
DOMAIN_SECOND = Message(
    _INVALID_PARAMETER, "User pool already has a domain configured.", evidence="unsure"
)
DOMAIN_NOT_FOUND = Message(
    _INVALID_PARAMETER, "No such domain or user pool exists.", evidence="unsure"
)
MANAGED_LOGIN_VERSION = Message(
    _INVALID_PARAMETER, "Invalid ManagedLoginVersion: must be 1 or 2", evidence="unsure"
)
RESOURCE_SERVER_EXISTS = Message(
    _INVALID_PARAMETER, "{identifier} already exists in user pool {pool_id}.", evidence="E"
)
RESOURCE_SERVER_NOT_FOUND = Message(
    _NOT_FOUND, "Resource server {identifier} does not exist.", evidence="unsure"
)
TOO_MANY = Message(
    "LimitExceededException", "The user pool can have at most {limit} {what}", evidence="unsure"
)
PROVIDER_EXISTS = Message(
    "DuplicateProviderException",
    "A provider with this name or identifier already exists.",
    evidence="unsure",
)
PROVIDER_NOT_FOUND = Message(
    _NOT_FOUND, "Identity provider {name} does not exist.", evidence="unsure"
)
PROVIDER_NAME_FIXED = Message(
    _INVALID_PARAMETER, "Invalid ProviderName {name} for ProviderType {type}", evidence="unsure"
)
PROVIDER_DETAIL_MISSING = Message(
    _INVALID_PARAMETER,
    "Missing {missing} in ProviderDetails for ProviderType {type}",
    evidence="unsure",
)
PROVIDER_MAPPING_UNKNOWN = Message(
    _INVALID_PARAMETER, "Invalid AttributeMapping: no attribute {name}", evidence="unsure"
)
PROVIDER_OF_CLIENT_UNKNOWN = Message(
    _INVALID_PARAMETER,
    "The provider {name} does not exist for User Pool {pool_id}.",
    evidence="unsure",
)
LINK_SOURCE_IS_LOCAL = Message(
    _INVALID_PARAMETER,
    "Invalid SourceUser: Cognito users with a username/password may not be passed in as a "
    "SourceUser, only as a DestinationUser",
)
LINK_SOURCE_SIGNED_IN = Message(
    _INVALID_PARAMETER,
    "Merging is not currently supported, provide a SourceUser that has not been signed up in "
    "order to link",
)
LINK_TOO_MANY = Message(
    "LimitExceededException",
    "A user can have at most {limit} linked identities",
    evidence="unsure",
)
LINK_ATTRIBUTE = Message(
    _INVALID_PARAMETER, "Invalid ProviderAttributeName {name}", evidence="unsure"
)
OAUTH_FLOWS_REQUIRED = Message(
    "InvalidOAuthFlowException",
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use "
    "OAuth flows.",
    evidence="unsure",
)
CLIENT_CREDENTIALS_ALONE = Message(
    "InvalidOAuthFlowException",
    "client_credentials flow can not be selected along with code flow or implicit flow.",
    evidence="unsure",
)
CLIENT_CREDENTIALS_SECRET = Message(
    "InvalidOAuthFlowException",
    "client_credentials flow can not be selected if client does not have a client secret.",
    evidence="unsure",
)
CLIENT_CREDENTIALS_SCOPE = Message(
    "InvalidOAuthFlowException", "{scope} is not supported with client_credentials flow"
)
SCOPE_DOES_NOT_EXIST = Message("ScopeDoesNotExistException", "Invalid scope requested: {scope}")
REDIRECT_URL_INVALID = Message(_INVALID_PARAMETER, "Invalid redirect URL: {url}", evidence="unsure")
DEFAULT_REDIRECT_UNKNOWN = Message(
    _INVALID_PARAMETER, "DefaultRedirectURI must be one of CallbackURLs", evidence="unsure"
)

# The endpoints of a domain: the code is `error`, the text `error_description`, where there is one.
OAUTH_INVALID_REQUEST = Message("invalid_request", "", evidence="D")
OAUTH_INVALID_CLIENT = Message("invalid_client", "", evidence="D")
OAUTH_INVALID_CLIENT_401 = Message("invalid_client", "", 401, evidence="D")
OAUTH_INVALID_GRANT = Message("invalid_grant", "", evidence="D")
OAUTH_UNAUTHORIZED_CLIENT = Message("unauthorized_client", "", evidence="D")
OAUTH_UNSUPPORTED_GRANT_TYPE = Message("unsupported_grant_type", "", evidence="D")
OAUTH_INVALID_SCOPE = Message("invalid_scope", "", evidence="D")
OAUTH_LOGIN_REQUIRED = Message("login_required", "", evidence="D")
OAUTH_REDIRECT_MISMATCH = Message("redirect_mismatch", "", evidence="D")
OAUTH_UNSUPPORTED_TOKEN_TYPE = Message("unsupported_token_type", "", evidence="D")
USER_INFO_BAD_REQUEST = Message(
    "invalid_request", "Bad OAuth2 request at UserInfo Endpoint", evidence="D"
)
USER_INFO_INVALID_TOKEN = Message(
    "invalid_token",
    "Access token is expired, disabled, or deleted, or the user has globally signed out.",
    401,
    evidence="D",
)
PAGE_NOT_OURS = Message("invalid_request", "Please sign in again.", 403, evidence="unsure")
FEDERATION_FAILED = Message("invalid_request", "{description}", evidence="D")
PROVIDER_SAID_NO = Message(
    "{error}", "{provider} Error - {status} {error} {description}", evidence="D"
)
ATTRIBUTES_REQUIRED = Message(
    "invalid_request", "attributes required: [{names}]", evidence="unsure"
)

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
DEVELOPER_PROVIDER_UNKNOWN = Message(
    "InvalidParameterException",
    "This identity pool does not support the specified developer provider",
    evidence="O, code unsure",
)
DEVELOPER_USER_REGISTERED = Message(
    "DeveloperUserAlreadyRegisteredException",
    "Developer user identifier '{user}' is already registered under a different identity ID.",
    evidence="code M, text unsure",
)
DEVELOPER_USER_NOT_FOUND = Message(
    "ResourceNotFoundException",
    "Developer user identifier '{user}' not found.",
    evidence="code M, text unsure",
)
DEVELOPER_IDENTITY_MISMATCH = Message(
    "ResourceConflictException",
    "The identity ID and the developer user identifier do not match.",
    evidence="code M, text unsure",
)
DEVELOPER_LOOKUP_NEEDS_ONE = Message(
    "InvalidParameterException",
    "Either IdentityId or DeveloperUserIdentifier is required.",
    evidence="rule M, text unsure",
)
LOGIN_NOT_LINKED = Message(
    "ResourceNotFoundException",
    "Identity '{identity_id}' has no login of provider {provider}.",
    evidence="unsure",
)
TOO_MANY_LOGINS = Message(
    "InvalidParameterException",
    "An identity can have at most 20 logins.",
    evidence="limit M, code and text unsure",
)
PRINCIPAL_TAG_PROVIDER_UNKNOWN = Message(
    "InvalidParameterException",
    "{key} is not a configured provider of this identity pool.",
    evidence="unsure",
)
PRINCIPAL_TAGS_TOO_LONG = Message(
    "InvalidParameterException",
    "The principal tag mappings have more than 460 bytes.",
    evidence="limit D, text unsure",
)
IDENTITY_RESOURCE_NOT_FOUND = Message(
    "ResourceNotFoundException", "Resource '{arn}' not found.", evidence="unsure"
)
IDENTITY_POOL_QUOTA = Message(
    "LimitExceededException", "Limit exceeded for {what}: {limit}", evidence="unsure"
)
IDENTITY_PROVIDER_INCOMPLETE = Message(
    "InvalidParameterException",
    "{member} is required in each of CognitoIdentityProviders.",
    evidence="unsure",
)
IDENTITY_POOL_TAG_LIMIT = Message(
    "InvalidParameterException",
    "An identity pool can have at most 50 tags.",
    evidence="limit D, text unsure",
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
ASSUME_ROLE_DENIED = Message(
    "AccessDenied",
    "User: {caller} is not authorized to perform: {action} on resource: {role_arn}{reason}",
    403,
)
WEB_TOKEN_INVALID_TAGS = Message(
    "InvalidIdentityToken", "The session tags in the token are not valid.", evidence="unsure"
)
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
TOO_MANY_SESSION_POLICIES = Message(
    "ValidationError",
    "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must "
    "have length less than or equal to 10",
    evidence="limit D, text unsure",
)
SESSION_POLICY_WITHOUT_ARN = Message(
    "ValidationError",
    "1 validation error detected: Value null at 'policyArns.{number}.member.arn' failed to satisfy "
    "constraint: Member must not be null",
    evidence="unsure",
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

# Policy grammar. A bucket policy carries the same texts under the code MalformedPolicy.
POLICY_SYNTAX = Message("MalformedPolicyDocument", "Syntax errors in policy.", evidence="moto")
POLICY_VERSION = Message(
    "MalformedPolicyDocument",
    "Policy document must be version 2012-10-17 or greater.",
    evidence="moto",
)
POLICY_LEGACY_PARSING = Message(
    "MalformedPolicyDocument", "The policy failed legacy parsing", evidence="moto"
)
POLICY_SIDS_NOT_UNIQUE = Message(
    "MalformedPolicyDocument",
    "Statement IDs (SID) in a single policy must be unique.",
    evidence="moto",
)
POLICY_SID_CHARACTERS = Message(
    "MalformedPolicyDocument",
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
    " expression [0-9A-Za-z]*",
)
POLICY_WITHOUT_ACTIONS = Message(
    "MalformedPolicyDocument", "Policy statement must contain actions.", evidence="moto"
)
POLICY_WITHOUT_RESOURCES = Message(
    "MalformedPolicyDocument", "Policy statement must contain resources.", evidence="moto"
)
POLICY_RESOURCE_NOT_ARN = Message(
    "MalformedPolicyDocument",
    'Resource {resource} must be in ARN format or "*".',
    evidence="moto",
)
POLICY_RESOURCE_PARTITION = Message(
    "MalformedPolicyDocument",
    'Partition "{partition}" is not valid for resource "{resource}".',
    evidence="moto",
)
POLICY_RESOURCE_VENDOR = Message(
    "MalformedPolicyDocument",
    "Resource vendor must be fully qualified and cannot contain regexes.",
    evidence="moto",
)
POLICY_IAM_REGION = Message(
    "MalformedPolicyDocument",
    "IAM resource {resource} cannot contain region information.",
    evidence="moto",
)
POLICY_S3_REGION = Message(
    "MalformedPolicyDocument",
    "Resource {resource} can not contain region information.",
    evidence="moto",
)
POLICY_IAM_PATH = Message(
    "MalformedPolicyDocument",
    'IAM resource path must either be "*" or start with {paths}.',
    evidence="moto",
)
POLICY_ACTION_WITHOUT_VENDOR = Message(
    "MalformedPolicyDocument",
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    evidence="moto",
)
POLICY_ACTION_COLONS = Message(
    "MalformedPolicyDocument", "Actions/Condition can contain only one colon.", evidence="moto"
)
POLICY_ACTION_VENDOR = Message(
    "MalformedPolicyDocument", "Vendor {vendor} is not valid", evidence="moto"
)
POLICY_WITH_PRINCIPAL = Message(
    "MalformedPolicyDocument", "Policy document should not specify a principal."
)
POLICY_WITHOUT_PRINCIPAL = Message(
    "MalformedPolicyDocument", "Missing required field Principal", evidence="unsure"
)
POLICY_INVALID_PRINCIPAL = Message(
    "MalformedPolicyDocument", 'Invalid principal in policy: "{kind}":"{name}"'
)
BUCKET_POLICY_INVALID_PRINCIPAL = Message("MalformedPolicy", "Invalid principal in policy")
TRUST_POLICY_NOT_PRINCIPAL = Message(
    "MalformedPolicyDocument", "Has prohibited field NotPrincipal.", evidence="unsure"
)
TRUST_POLICY_RESOURCE = Message(
    "MalformedPolicyDocument", "Has prohibited field Resource.", evidence="moto"
)
TRUST_POLICY_ACTIONS = Message(
    "MalformedPolicyDocument",
    # Two blanks before "and", as AWS has them.
    "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and"
    " sts:AssumeRoleWithWebIdentity",
    evidence="moto",
)

# Denials. Which code carries them depends on the service: S3, IAM and STS say AccessDenied, the
# others AccessDeniedException. The last part is one of the two reasons.
NOT_AUTHORIZED = "User: {principal} is not authorized to perform: {action}"
ON_RESOURCE = " on resource: {resource}"
IMPLICIT_DENY = "because no {policy} allows the {action} action"
EXPLICIT_DENY = "with an explicit deny in {policy}"
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

NO_SUCH_PRINCIPAL = Message("NoSuchEntity", "{arn} does not exist.", 404, "unsure")
DUPLICATE_TAGS = Message(
    "InvalidInput",
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    400,
    "moto",
)
SIMULATION_INPUT_INVALID = Message("InvalidInput", "Invalid Input: {found}", 400, "unsure")
IAM_MARKER_INVALID = Message("ValidationError", "Invalid Marker.", 400, "unsure")
USER_NAME_NEEDED = Message(
    "ValidationError",
    "Must specify userName when calling with non-User credentials",
    400,
    "moto",
)

# --- the gate: credentials and signatures (identity-pools.md §5, §9) ------------------------------
_INCLUDED_TOKEN = "The security token included in the request is "
_WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details."
)
# JSON services answer 400; services with verbs and paths (API Gateway and the APIs in it) say the
# same with 403; Query services have shorter codes; S3 has words of its own.
EXPIRED_JSON = Message("ExpiredTokenException", _INCLUDED_TOKEN + "expired")
EXPIRED_REST = Message("ExpiredTokenException", _INCLUDED_TOKEN + "expired", 403)
EXPIRED_QUERY = Message("ExpiredToken", _INCLUDED_TOKEN + "expired", 403)
EXPIRED_S3 = Message("ExpiredToken", "The provided token has expired.")
UNKNOWN_KEY_JSON = Message("UnrecognizedClientException", _INCLUDED_TOKEN + "invalid.")
UNKNOWN_KEY_REST = Message("UnrecognizedClientException", _INCLUDED_TOKEN + "invalid.", 403)
UNKNOWN_KEY_QUERY = Message("InvalidClientTokenId", _INCLUDED_TOKEN + "invalid.", 403)
UNKNOWN_KEY_S3 = Message(
    "InvalidAccessKeyId",
    "The AWS Access Key Id you provided does not exist in our records.",
    403,
    "moto",
)
GARBLED_TOKEN_S3 = Message(
    "InvalidToken", "The provided token is malformed or otherwise invalid.", 400, "moto"
)
WRONG_SIGNATURE_JSON = Message("InvalidSignatureException", _WRONG_SIGNATURE)
WRONG_SIGNATURE_REST = Message("InvalidSignatureException", _WRONG_SIGNATURE + "{sentence}", 403)
WRONG_SIGNATURE_QUERY = Message("SignatureDoesNotMatch", _WRONG_SIGNATURE, 403)
WRONG_SIGNATURE_S3 = Message(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key "
    "and signing method.",
    403,
    "moto",
)
NOT_SIGNED_JSON = Message(
    "MissingAuthenticationTokenException", "Missing Authentication Token", 400, "unsure"
)
NOT_SIGNED_REST = Message(
    "MissingAuthenticationTokenException", "Missing Authentication Token", 403
)
NOT_SIGNED_QUERY = Message(
    "MissingAuthenticationToken", "Request is missing Authentication Token", 403
)
NOT_SIGNED_S3 = Message("AccessDenied", "Access Denied", 403)
# A signature's date, scope and form: the sentence first, then the code that each family gives it.
SIGNATURE_TOO_OLD = "Signature expired: {date} is now earlier than {limit} ({now} - {minutes} min.)"
SIGNATURE_TOO_YOUNG = (
    "Signature not yet current: {date} is still later than {limit} ({now} + {minutes} min.)"
)
SIGNATURE_OTHER_DATE = (
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
    "'{found}' != '{wanted}', from '{date}'."
)
SIGNATURE_OTHER_REGION = "Credential should be scoped to a valid region, not '{found}'."
SIGNATURE_OTHER_SERVICE = "Credential should be scoped to correct service: '{wanted}'."
SIGNATURE_OTHER_END = (
    "Credential should be scoped with a valid terminator: 'aws4_request', not '{found}'."
)
SIGNATURE_WITHOUT_HOST = (
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."  # D
)
# API Gateway adds what should have been signed; so can everybody find the difference.
SIGNATURE_TEXTS = (
    "\n\nThe Canonical String for this request should have been\n'{canonical}'\n\n"
    "The String-to-Sign should have been\n'{string_to_sign}'\n"
)
# The form that prints the token back (older replies) is left out on purpose.
AUTHORIZATION_NO_EQUAL_SIGN = (
    "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and "
    "encoded with Base64): '{hash}'."
)
AUTHORIZATION_WITHOUT = "Authorization header requires '{name}' parameter."
AUTHORIZATION_WITHOUT_DATE = (
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
)
AUTHORIZATION_BAD_DATE = "Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"
BAD_SIGNATURE_JSON = Message("InvalidSignatureException", "{sentence}")
BAD_SIGNATURE_REST = Message("InvalidSignatureException", "{sentence}", 403)
BAD_SIGNATURE_QUERY = Message("SignatureDoesNotMatch", "{sentence}", 403)
BAD_SCOPE_S3 = Message(
    "AuthorizationHeaderMalformed",
    "The authorization header is malformed; {sentence}",
    400,
    "D, text unsure",
)
INCOMPLETE_SIGNATURE_JSON = Message("IncompleteSignatureException", "{sentence}")
INCOMPLETE_SIGNATURE_REST = Message("IncompleteSignatureException", "{sentence}", 403)
INCOMPLETE_SIGNATURE_QUERY = Message("IncompleteSignature", "{sentence}")
INCOMPLETE_SIGNATURE_S3 = Message(
    "InvalidArgument", "Unsupported Authorization Type", 400, "D, text unsure"
)
# What is wrong with the query of a presigned URL.
LINK_INCOMPLETE = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
    "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)
LINK_ALGORITHM = 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"'
LINK_LIFETIME_NO_NUMBER = "X-Amz-Expires should be a number"
LINK_LIFETIME_TOO_LONG = (
    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be "
    "less than 604800 seconds"
)
MALFORMED_LINK_S3 = Message("AuthorizationQueryParametersError", "{sentence}", 400, "D, O")
TIME_TOO_SKEWED_S3 = Message(
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
    403,
)
PRESIGNED_EXPIRED_S3 = Message("AccessDenied", "Request has expired", 403, "D")
OTHER_CONTENT_HASH_S3 = Message(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    "D",
)
OTHER_CHECKSUM_S3 = Message(
    "BadDigest",
    "The {algorithm} you specified did not match the calculated checksum.",
    400,
    "D",
)
# S3's own words about requests that it does not understand.
S3_METHOD_NOT_ALLOWED = Message(
    "MethodNotAllowed", "The specified method is not allowed against this resource.", 405, "D"
)
S3_CONFLICTING_QUERY = Message(
    "InvalidArgument", "Conflicting query string parameters: {names}", 400, "D, text unsure"
)
S3_BUCKET_NAME = Message("InvalidBucketName", "The specified bucket is not valid.", 400, "D")
S3_MALFORMED_XML = Message(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
    "D",
)
S3_MALFORMED_POLICY = Message("MalformedPolicy", "{reason}", 400, "code D, text unsure")
S3_INCOMPLETE_BODY = Message(
    "IncompleteBody", "The request body terminated unexpectedly", 400, "D, text unsure"
)
# DynamoDB's own words about expressions that the gate cannot read.
DYNAMODB_PLACEHOLDER = Message(
    "ValidationException", '{member} contains invalid key: Syntax error; key: "{key}"'
)
DYNAMODB_SYNTAX = Message(
    "ValidationException", 'Invalid {member}: Syntax error; token: "{token}", near: "{near}"'
)
DYNAMODB_KEY_MISSED = Message(
    "ValidationException", "Query condition missed key schema element: {name}"
)
DYNAMODB_VALUE_EMPTY = Message(
    "ValidationException",
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
)
DYNAMODB_VALUE_OF_TYPES = Message(
    "ValidationException",
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes",
)
# The denial itself is composed by `policy/` from the decision; `{denial}` is that sentence.
DENIED_JSON = Message("AccessDeniedException", "{denial}")
DENIED_REST = Message("AccessDeniedException", "{denial}", 403)
DENIED_QUERY = Message("AccessDenied", "{denial}", 403)
DENIED_S3 = Message("AccessDenied", "{denial}", 403)

# --- API Gateway (identity-pools.md §8) -----------------------------------------------------------

# At the door of a deployed API.
API_UNAUTHORIZED = Message("UnauthorizedException", "Unauthorized", 401)
API_TOKEN_EXPIRED = Message("UnauthorizedException", "The incoming token has expired", 401)
API_NO_SUCH_ROUTE = Message(
    "MissingAuthenticationTokenException", "Missing Authentication Token", 403
)
API_FUNCTION_FAILED = Message("InternalServerErrorException", "Internal server error", 502)
API_FUNCTION_UNREACHABLE = Message("InternalServerErrorException", "Internal server error", 500)

# What does not exist.
API_NOT_FOUND = Message("NotFoundException", "Invalid API identifier specified {account}:{id}", 404)
API_RESOURCE_NOT_FOUND = Message("NotFoundException", "Invalid Resource identifier specified", 404)
API_METHOD_NOT_FOUND = Message("NotFoundException", "Invalid Method identifier specified", 404)
API_INTEGRATION_NOT_FOUND = Message(
    "NotFoundException", "Invalid Integration identifier specified", 404
)
API_AUTHORIZER_NOT_FOUND = Message(
    "NotFoundException", "Invalid Authorizer identifier specified", 404
)
API_DEPLOYMENT_NOT_FOUND = Message(
    "NotFoundException", "Invalid Deployment identifier specified", 404, "moto"
)
API_STAGE_NOT_FOUND = Message(
    "NotFoundException", "Invalid Stage identifier specified", 404, "unsure"
)

# What is there already, or still in use.
API_RESOURCE_EXISTS = Message(
    "ConflictException", "Another resource with the same parent already has this name: {name}", 409
)
API_METHOD_EXISTS = Message("ConflictException", "Method already exists for this resource", 409)
API_STAGE_EXISTS = Message("ConflictException", "Stage already exists", 409)
API_AUTHORIZER_EXISTS = Message(
    "ConflictException",
    "Authorizer name must be unique. Authorizer {name} already exists in this RestApi.",
    409,
    "unsure",
)
API_AUTHORIZER_IN_USE = Message(
    "ConflictException",
    "Cannot delete authorizer '{id}', is referenced in method: {method}",
    409,
    "unsure",
)
API_DEPLOYMENT_IN_USE = Message(
    "BadRequestException", "Active stages pointing to this deployment must be moved or deleted"
)
# AWS says this, of all things, when an authorizer is created in an API that does not exist.
API_CONCURRENT_CHANGE = Message(
    "ConflictException",
    "Unable to complete operation due to concurrent modification. Please try again later.",
    409,
)

# What cannot be.
API_DESCRIPTION_EMPTY = Message("BadRequestException", "Description cannot be an empty string")
API_NAME_EMPTY = Message("BadRequestException", "Name cannot be empty")
API_ENDPOINT_TYPES_EMPTY = Message(
    "BadRequestException", "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED."
)
API_ENDPOINT_TYPES_MANY = Message(
    "BadRequestException", "Cannot create an api with multiple Endpoint Types."
)
API_PATH_PART = Message(
    "BadRequestException",
    "Resource's path part only allow a-zA-Z0-9._- and curly braces at the beginning and the end "
    "and an optional plus sign before the closing brace.",
    evidence="moto",
)
API_VARIABLE_SIBLING = Message(
    "BadRequestException",
    "A sibling ({sibling}) of this resource already has a variable path part -- "
    "only one is allowed",
)
API_CHILD_OF_GREEDY = Message(
    "BadRequestException",
    "Cannot create a child of a resource with a greedy path variable: {name}",
)
API_ROOT_UNDELETABLE = Message(
    "BadRequestException", "Root resource cannot be deleted.", evidence="unsure"
)
API_HTTP_METHOD = Message(
    "BadRequestException",
    "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY",
)
API_AUTHORIZATION_TYPE = Message(
    "BadRequestException",
    "Invalid Authorization Type specified. "
    "Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS",
    evidence="unsure",
)
API_METHOD_WITHOUT_AUTHORIZER = Message(
    "BadRequestException",
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or "
    "COGNITO_USER_POOLS requires a valid authorizer.",
)
API_SCOPES_WITHOUT_AUTHORIZER = Message(
    "BadRequestException",
    "Authorization scopes are only supported with COGNITO_USER_POOLS authorization type",
    evidence="unsure",
)
API_IDENTITY_SOURCE = Message(
    "BadRequestException",
    "Invalid token source expression: {source}. The source must be a method request header, "
    "matching 'method.request.header.[a-zA-Z0-9._-]+'.",
)
API_PROVIDER_ARNS = Message(
    "BadRequestException", "Invalid Cognito Provider ARN: {arn}", evidence="unsure"
)
API_VALIDATION_EXPRESSION = Message(
    "BadRequestException", "Invalid token validation expression: {expression}", evidence="unsure"
)
API_AUTHORIZER_TTL = Message(
    "BadRequestException",
    "Authorizer result TTL must be between 0 and 3600 seconds",
    evidence="unsure",
)
API_INTEGRATION_METHOD = Message(
    "BadRequestException",
    "Enumeration value for HttpMethod must be non-empty",
    evidence="moto",
)
API_INTEGRATION_ARN = Message("BadRequestException", "Invalid ARN specified in the request")
API_INTEGRATION_ARN_PATH = Message(
    "BadRequestException", "AWS ARN for integration must contain path or action"
)
API_INTEGRATION_PROXY = Message(
    "BadRequestException",
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose "
    "stream invocations.",
)
API_WITHOUT_METHODS = Message(
    "BadRequestException", "The REST API doesn't contain any methods", evidence="moto"
)
API_METHOD_WITHOUT_INTEGRATION = Message("BadRequestException", "No integration defined for method")
API_STAGE_NAME = Message("BadRequestException", "Stage name only allows a-zA-Z0-9_")
API_POSITION = Message("BadRequestException", "Invalid position parameter", evidence="unsure")
API_LIMIT = Message(
    "BadRequestException", "Invalid limit, must be between 1 and 500", evidence="unsure"
)

# HTTP APIs. At the door of a deployed API: a caller learns one word, and the header
# `www-authenticate` says a little more to whoever sent a token.
HTTP_API_NO_ROUTE = Message("NotFoundException", "Not Found", 404, "D")
HTTP_API_UNAUTHORIZED = Message("UnauthorizedException", "Unauthorized", 401)
HTTP_API_FORBIDDEN = Message("ForbiddenException", "Forbidden", 403)
HTTP_API_FUNCTION_FAILED = Message(
    "InternalServerErrorException", "Internal Server Error", 500, "D, text unsure"
)
JWT_NOT_A_JWT = "token contains an invalid number of segments"  # O
JWT_UNREADABLE = "token is malformed"  # unsure
JWT_SIGNATURE = "signature is invalid"  # unsure
JWT_OTHER_ISSUER = "invalid issuer"  # unsure
JWT_OTHER_AUDIENCE = "the token does not have a valid audience"  # D
JWT_EXPIRED = "the token has expired"  # unsure
JWT_TOO_EARLY = "the token is not valid yet"  # unsure

# What does not exist, what is there already or still in use, what cannot be.
HTTP_API_ROUTE_NOT_FOUND = Message(
    "NotFoundException", "Invalid Route identifier specified {id}", 404, "moto"
)
HTTP_API_INTEGRATION_NOT_FOUND = Message(
    "NotFoundException", "Invalid Integration identifier specified {id}", 404, "moto"
)
HTTP_API_AUTHORIZER_NOT_FOUND = Message(
    "NotFoundException", "Invalid Authorizer identifier specified {id}", 404, "moto"
)
HTTP_API_ROUTE_EXISTS = Message(
    "ConflictException", "Route with key {key} already exists for this API", 409
)
HTTP_API_INTEGRATION_IN_USE = Message(
    "ConflictException",
    "Cannot delete Integration because it is referenced by the following Routes with Ids: [{ids}]",
    409,
)
HTTP_API_AUTHORIZER_IN_USE = Message(
    "ConflictException",
    "Cannot delete Authorizer because it is referenced by the following Routes with Ids: [{ids}]",
    409,
    "unsure",
)
HTTP_API_WITHOUT_ROUTES = Message(
    "BadRequestException", "Unable to deploy API because no routes exist in this API"
)
HTTP_API_ROUTE_KEY = Message(
    "BadRequestException",
    "The provided route key is not formatted properly for HTTP protocol. "
    'Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
)
HTTP_API_ROUTE_TARGET = Message(
    "BadRequestException", "Integration with ID {id} does not exist", evidence="unsure"
)
HTTP_API_ROUTE_WITHOUT_AUTHORIZER = Message(
    "BadRequestException",
    "Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT "
    "authorizer.",
)
HTTP_API_SCOPES_WITHOUT_AUTHORIZER = Message(
    "BadRequestException",
    "Authorization scopes are only supported with JWT authorization type",
    evidence="unsure",
)
HTTP_API_IDENTITY_SOURCE = Message(
    "BadRequestException", "Invalid identity source specified: {source}", evidence="unsure"
)
HTTP_API_ISSUER = Message(
    "BadRequestException",
    "Caught exception when connecting to {issuer}/.well-known/openid-configuration for issuer "
    "{issuer}. Please try again later. Error: Invalid issuer: {issuer}. Issuer must have a valid "
    "discovery endpoint ended with '/.well-known/openid-configuration'",
)
HTTP_API_AUDIENCE = Message(
    "BadRequestException", "JWT authorizer requires at least one audience", evidence="unsure"
)
HTTP_API_INTEGRATION_URI = Message(
    "BadRequestException", "Invalid integration URI specified: {uri}", evidence="unsure"
)
HTTP_API_PAYLOAD_VERSION = Message(
    "BadRequestException",
    "PayloadFormatVersion is a required parameter and must be one of [1.0, 2.0]",
    evidence="unsure",
)
HTTP_API_STAGE_NAME = Message(
    "BadRequestException",
    "Stage name should be $default or contain only a-zA-Z0-9_-",
    evidence="unsure",
)

# --- any service ----------------------------------------------------------------------------------
UNKNOWN_OPERATION = Message("UnknownOperationException", "", 400, "D, status and text unsure")
MISSING_ACTION = Message(
    "MissingAction", "Request is missing Action parameter", 400, "D, text unsure"
)
INVALID_ACTION = Message(
    "InvalidAction", "Could not find operation {action} for version {version}", 400, "D"
)
NOT_JSON = Message("SerializationException", "", 400, "D, text unsure")
WRONG_JSON_KIND = Message(
    "SerializationException", "{kind} can not be converted to the expected type", 400, "unsure"
)
NOT_BASE64 = Message("SerializationException", "Invalid Base64 encoding.", 400, "unsure")
MALFORMED_INPUT = Message("MalformedInput", "Malformed query string or body", 400, "unsure")
