"""Identity pools: the counter where a passport is exchanged for a boarding pass.

Begin with `service`, where the six steps of the flow stand in six lines. Then, in the order of a
call:

    logins        is every passport genuine?       roles         which role may it be?
    identities    whose are they?                  tokens        what STS is told
    proof         what was shown, verified         scope_down    what guests cannot do

Beside the way: `vouchers`, `developer` and `unlinking` for apps with users of their own,
`principal_tags` for claims that become tags, and what the administrator set up: `pools`,
`providers`, `role_mappings`, `administration`, `resource_tags`. `state` holds it all.
"""

from cognito_lab.services.cognito_identity.service import CognitoIdentity

__all__ = ["CognitoIdentity"]
