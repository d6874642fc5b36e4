"""The pool as an OAuth 2.0 and OpenID Connect server: sign-in by redirect, and what apps ask it.

**Theory of operation.** An app that signs people in by redirect never sees a password. It sends the
person's *browser* to the pool, and gets back no tokens but a *code*, which is worth nothing without
what only the app knows:

    App      makes state, nonce and a PKCE pair, and sends the browser off
    Browser  GET  /oauth2/authorize     who asks, where to return, for what     authorize.py
             GET  /login                the pool's page; POST brings answers    login.py
             302  callback?code&state   once the person is known                arrival.py
    App      POST /oauth2/token         code + code_verifier (+ client secret)  token.py
             GET  /oauth2/userInfo      attributes, for an access token         user_info.py

Where the person signs in elsewhere, a second such walk is nested in the first, with the pool in the
place of the app:

    Browser  GET  provider's page       where the password is typed
             GET  /oauth2/idpresponse   code and state of the provider          federation.py
    Pool     POST provider's token endpoint, and verifies the ID token
             finds or makes the user, then on to arrival.py                     federated_user.py

What keeps strangers out, and where each is checked:

    redirect_uri     letter by letter one that the client registered            request.py
    code             one use, five minutes, one client, one redirect_uri        token.py
    code_challenge   the verifier stays with the app                            token.py
    state            comes back unread; comparing it is the app's part          request.py
    _csrf            a form is posted by the page that was shown                login.py
    csrf-state       who returns from a provider is who was sent there          federation.py
    nonce            an ID token answers this request and no other              federation.py

Each endpoint is a function from small records to an answer (`primitives/browser.py`); a refusal is
a `Refusal`, which knows the answer that carries it. Nothing here knows HTTP: that is the wire's
`user_pool_domain.py`. What the pool remembers meanwhile are `visits.py`, under names out of
`tickets.py`. The questions on the page (second factor, new password) are those of `signin.py`.

Source: developer guide, "Identity provider and relying party endpoints"; RFC 6749, 6750, 7009 and
7636; OpenID Connect Core 1.0; user-pools.md §5.
Left out: the pages for signing up, for confirming and for forgotten passwords, setting up a second
factor on the page, SAML, `lang`, and consent: the pool asks nobody whether an app may have a scope.
"""
