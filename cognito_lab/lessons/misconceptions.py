"""What people believe about Cognito, and what is so: the beliefs that this course meets.

Wrong answers, distractors and rules name a belief by its id; ids never change. AWS's own words for
the refusal that each belief leads to stand in `primitives/messages.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """A belief, and what is so instead."""

    id: str
    belief: str
    truth: str


_BELIEFS = {
    "M01": (
        "User pool and identity pool are two names for one thing.",
        "One issues passports, the other swaps them for credentials.",
    ),
    "M02": ("A decoded token is a checked token.", "Decoding needs no key; checking does."),
    "M03": ("Any token will do at the counter.", "The counter wants the ID token."),
    "M04": (
        "It is the same user pool, so the token must match.",
        "The pool and the app client must both be registered.",
    ),
    "M05": (
        "A Google user's token is Google's.",
        "Who signed in through the user pool holds the user pool's token.",
    ),
    "M06": ("Identity ids may be kept per device.", "They are per person."),
    "M07": (
        "Signed in means that the SDK knows it.",
        "A call without Logins is a guest's call.",
    ),
    "M08": ("The counter accepts old passports.", "It checks the end date and the signature."),
    "M09": (
        "Two groups add up.",
        "A person gets one role; a tie leaves preferred_role unset.",
    ),
    "M10": (
        "“Check assigned IAM roles” is about permissions.",
        "It is usually about trust: who may take the role.",
    ),
    "M11": (
        "The same fault looks the same everywhere.",
        "The basic flow shows the words of STS itself.",
    ),
    "M12": (
        "${cognito-identity.amazonaws.com:sub} is the user pool's sub.",
        "It is the identity id.",
    ),
    "M13": (
        "Access tokens are for APIs, so an API wants one.",
        "Without scopes the REST authorizer wants the ID token, with scopes the access token.",
    ),
    "M14": (
        "An Authorization header is an Authorization header.",
        "IAM doors want a signature, not a token.",
    ),
    "M15": (
        "“Missing Authentication Token” means that no token was sent.",
        "An unknown path or method is answered so too.",
    ),
    "M16": ("A signed request is an allowed request.", "The role's policies decide."),
    "M17": (
        "A new group or a sign-out changes tokens that are out already.",
        "Claims are a picture of the moment of issue.",
    ),
    "M18": (
        "The guest role's policy is what guests get.",
        "In the enhanced flow a session policy cuts it further.",
    ),
    "M19": (
        "The basic flow is just older.",
        "The app names the role there; no role mappings, and no session policy for guests.",
    ),
    "M20": (
        "A client secret is just safer.",
        "Public apps cannot keep one, and each call then needs a hash.",
    ),
    "M21": (
        "Confirmed by an administrator means a proven address; signed up means may sign in.",
        "Confirming the account and proving the address are two things.",
    ),
    "M22": (
        "“Forgot password” helps somebody in FORCE_CHANGE_PASSWORD.",
        "The invited user answers the challenge instead.",
    ),
    "M23": ("SRP encrypts the password on its way.", "A proof travels, never the password."),
    "M24": (
        "Users cannot write their own attributes.",
        "They can, unless the app client says no.",
    ),
    "M25": (
        "To verify is to check the signature.",
        "Issuer, audience or client, use and end date belong to it.",
    ),
    "M26": (
        "The token may say how it is to be checked.",
        "The one who checks fixes algorithm and keys beforehand.",
    ),
    "M27": ("Clocks agree.", "They differ by seconds; a small leeway is needed."),
    "M28": (
        "Wrong password and unknown user must be told apart.",
        "One answer for both hides who has an account.",
    ),
    # Beliefs beyond the plan's list, found while lessons were written.
    "M29": (
        "The provider sends the token to the identity pool.",
        "The app carries it; the two never talk about a person.",
    ),
    "M30": (
        "A step of the flow can be left out.",
        "Each step needs what the step before gave.",
    ),
    "M31": (
        "A part of a token is ordinary base64.",
        "It is base64url: other signs for + and /, and no filling = at the end.",
    ),
    "M32": (
        "A token's kind shows in the person's data.",
        "It stands in token_use; which other claims are there depends on the person.",
    ),
    "M33": (
        "A token is encrypted.",
        "ID and access tokens are signed and can be read; only the refresh token is encrypted.",
    ),
    "M34": (
        "The pool's id names the person, too.",
        "Pool and identity have ids of the same shape, and they are different things.",
    ),
    "M35": (
        "Credentials end with the token that brought them.",
        "Each has an end of its own.",
    ),
    "M36": (
        "Every user has an identity id.",
        "Only an identity pool makes them; without one the user's id is the sub.",
    ),
    "M37": ("An e-mail address is a key.", "It changes, and it can move to another person."),
    "M38": (
        "The session's user names the person.",
        "It names the role and the session; everybody with that role shares it.",
    ),
    "M39": (
        "A name can be found as a part of the text.",
        "Names are compared whole; a longer name may contain a shorter one.",
    ),
    "M40": (
        "An issuer has one key, and it stays.",
        "It has several and changes them; the token's kid says which one to take.",
    ),
    "M41": (
        "After a check, the token can be read again.",
        "The check hands out the claims that it checked; use those and no others.",
    ),
    "M42": (
        "A trust policy may leave out which pool it means.",
        "Without aud, people of every identity pool can take the role.",
    ),
    "M43": (
        "A role for people is closed to guests by itself.",
        "Guests of the pool can take it, unless the trust policy asks for amr authenticated.",
    ),
    "M44": (
        "The order of the statements decides.",
        "A Deny wins wherever it stands.",
    ),
    "M45": (
        "What nobody forbids is allowed.",
        "Without an Allow the answer is no.",
    ),
    "M46": (
        "Patterns in policies work as in a shell.",
        "A star passes slashes; action names ignore case, ARNs do not.",
    ),
    "M47": (
        "A variable in a policy is ordinary text, or stands for anybody.",
        "It is replaced by the caller's value; without one the statement does not apply.",
    ),
    "M48": (
        "A condition that cannot be checked is fulfilled.",
        "If the request lacks the key, the statement does not apply.",
    ),
    "M49": (
        "A session policy gives permissions.",
        "It narrows; the role has to allow, too.",
    ),
    "M50": (
        "A policy that lets the right people in is a good policy.",
        "It also has to keep everything else out.",
    ),
    "M51": (
        "Listing is an action on the files of a bucket.",
        "It is an action on the bucket; s3:prefix says which part.",
    ),
    "M52": (
        "Any hash of name, client id and secret will do.",
        "Key, message and form are fixed: the secret is the key, the digest is base64.",
    ),
    "M53": (
        "New claims need the password again.",
        "A refresh token brings new tokens; auth_time stays as it was.",
    ),
    "M54": (
        "One human has one id.",
        "Each way in has an id of its own, until somebody links them.",
    ),
    "M55": (
        "The app id at the provider is the app's secret, or any id of the app.",
        "It is the public client id, and the token's audience must be exactly it.",
    ),
    "M56": (
        "A name that a person typed is a safe part of a path.",
        "It may climb out of the folder; a key is built from checked parts.",
    ),
    "M57": (
        "A higher precedence number wins.",
        "The lowest number wins; a group without one comes last.",
    ),
    "M58": (
        "A person may ask for any role of the pool.",
        "Only for a role that the token lists in cognito:roles.",
    ),
    "M59": (
        "A group's role is set at the identity pool for everybody.",
        "The pool's default role is everybody's; the group's role comes with the token.",
    ),
    "M60": (
        "All rules are weighed, or the last one counts.",
        "The first rule that fits decides; a claim that is absent fits no rule.",
    ),
    "M61": (
        "The app sees the password, wherever a person signs in.",
        "At a provider's page only the browser and the provider see it.",
    ),
    "M62": (
        "The key of the Logins map is the issuer's whole address, or any name.",
        "It is the issuer without https://.",
    ),
    "M63": (
        "A group brings its role by itself.",
        "The pool must map the provider by token, the role must trust the pool, and the token "
        "must be newer than the membership.",
    ),
}

MISCONCEPTIONS = {key: Misconception(key, *words) for key, words in _BELIEFS.items()}
