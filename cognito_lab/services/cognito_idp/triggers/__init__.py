"""Lambda triggers: the account's own functions, which a user pool asks at fixed moments.

    firing            the event that every function gets, the call, and what a failing one means
    joining           PreSignUp, PostConfirmation
    signing_in        PreAuthentication, PostAuthentication, UserMigration
    custom_auth       DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse
    token_generation  PreTokenGeneration
    letters           CustomMessage

A function runs *before* the pool changes anything, so one that raises leaves all as it was.

Source: developer guide, "Customizing user pool workflows with Lambda triggers"; user-pools.md §6.
Left out: the limit of five seconds and the second and third attempt; senders of one's own
(CustomSMSSender, CustomEmailSender) and InboundFederation.
"""
