"""A sign-in by redirect as a sequence diagram: every arrow says where the browser goes."""

import pytest
from federation_world import GINA_PASSWORD, FederationWorld

from cognito_lab.diagrams import from_trace
from cognito_lab.diagrams.style import Domain


@pytest.fixture(scope="module")
def flow():
    """The journey through Google, told."""
    world = FederationWorld()
    world.contoso.add_user("ana@contoso.example", GINA_PASSWORD)
    mark = world.cloud.trace.mark()
    world.tokens_from(world.sign_in_elsewhere())
    world.sign_in_elsewhere("Contoso", "ana@contoso.example")
    return from_trace(world.cloud.trace.since(mark))


def test_each_redirect_says_where_it_leads_and_what_it_carries(flow):
    """Hosts and names of parameters, no values."""
    told = [sentence for sentence in flow.sentences() if "302" in sentence][:3]

    assert told == [
        "User Pool to Browser: 302 to accounts.google.com/o/oauth2/v2/auth — client_id · "
        "redirect_uri · scope · state · nonce",
        "Google to Browser: 302 to people.auth.us-east-1.amazoncognito.com/oauth2/idpresponse — "
        "code · state",
        "User Pool to Browser: 302 to app.example.com/callback — code · state",
    ]


def test_the_app_redeems_the_code_with_its_verifier(flow):
    """And the pool, as an app at Google, with its secret."""
    sentences = flow.sentences()

    assert "App to User Pool: POST /oauth2/token — code + code_verifier" in sentences
    assert "User Pool to Google: POST /token — code + client_secret" in sentences
    assert "User Pool to App: three tokens — ID · access · refresh" in sentences
    assert "Browser to App: return to the app — code · state" in sentences


def test_whoever_signs_people_in_stands_among_the_identity_providers(flow):
    """Contoso too, which no table knows."""
    domains = {one.name: one.domain for one in flow.cast}

    assert domains["Contoso"] is domains["Browser"] is domains["Google"]
    assert domains["Google"] is Domain.IDENTITY_PROVIDER


def test_no_secret_is_told(flow):
    """Neither password nor code nor token stands in any sentence."""
    text = "\n".join(flow.sentences())

    assert GINA_PASSWORD not in text
    assert "eyJ" not in text
    for step in flow.steps:
        for name in ("code", "id_token", "client_secret", "code_verifier"):
            value = (step.exchange.request if step.exchange else {}).get(name)
            assert not value or str(value) not in text
