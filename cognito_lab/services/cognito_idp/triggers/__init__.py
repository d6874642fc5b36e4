"""Lambda triggers: the account's own functions, which a user pool asks at fixed moments.

    config            which functions a pool may name
    firing            the event that every function gets, the call, and what a failing one means
    response          what came back, believed member by member
    joining           PreSignUp, PostConfirmation
    signing_in        PreAuthentication, PostAuthentication
    migration         UserMigration
    custom_auth       DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse
    token_generation  PreTokenGeneration
    letters           CustomMessage

A function is asked before the pool changes anything, or told of a change that is taken back if it
raises (`undoing.py`): either way, one that raises leaves all as it was. It may ask the pool itself
meanwhile, and what it changes there stays.

Source: developer guide, "Customizing user pool workflows with Lambda triggers"; user-pools.md §6.
Left out: the limit of five seconds and the second and third attempt; the permission that a function
gives the pool; senders of one's own (CustomSMSSender, CustomEmailSender) and InboundFederation.
"""
