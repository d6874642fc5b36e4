"""Identity pools: the counter where a passport is exchanged for a boarding pass.

Begin with `service`, where the six steps of the flow stand in six lines. Then, in the order of a
call: `logins` (is every passport genuine?), `identities` (whose is it?), `roles` (which role?),
`tokens` and `scope_down` (what STS is told). `providers`, `pools`, `role_mappings`,
`administration` and `state` are what the administrator set up.
"""

from cognito_lab.services.cognito_identity.service import CognitoIdentity

__all__ = ["CognitoIdentity"]
