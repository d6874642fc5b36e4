"""The three designs of user names: plain, with aliases, and addresses as names."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

from cognito_lab.primitives import jose

EMAIL, PHONE = "jdoe@example.com", "+15555559934"


def _sign_up(world, username, **attributes):
    return world.idp.sign_up(
        client_id=world.client_id,
        username=username,
        password=PASSWORD,
        user_attributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
    )


def _confirm(world, username, **more):
    """Enter the newest code of the shared address."""
    return world.idp.confirm_sign_up(
        client_id=world.client_id,
        username=username,
        confirmation_code=world.mailbox.latest(EMAIL).code,
        **more,
    )


@pytest.fixture
def aliases():
    """A pool in which a verified e-mail address is a second name."""
    return make_world(
        pool={
            "alias_attributes": ["email", "preferred_username"],
            "auto_verified_attributes": ["email"],
        }
    )


@pytest.fixture
def by_email():
    """A pool in which the e-mail address is the user name."""
    return make_world(
        pool={"username_attributes": ["email"], "auto_verified_attributes": ["email"]}
    )


def test_an_alias_works_once_it_is_verified(aliases):
    """Before the code, the address is nobody's name."""
    _sign_up(aliases, "jdoe", email=EMAIL)
    with refused("UserNotFoundException"):
        aliases.sign_in(EMAIL)

    _confirm(aliases, "jdoe")

    claims = jose.parse(aliases.tokens(EMAIL)["IdToken"]).unverified_claims
    assert claims["cognito:username"] == "jdoe"
    assert aliases.tokens("jdoe")["IdToken"]


def test_srp_by_alias_proves_with_the_real_name(aliases):
    """USER_ID_FOR_SRP is never the alias."""
    aliases.add_user(email=EMAIL, email_verified="true")

    proof, challenge = aliases.ask_srp(EMAIL)

    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == "jdoe"
    assert aliases.answer_srp(proof, challenge)["AuthenticationResult"]


def test_two_may_sign_up_with_one_address_and_the_first_to_prove_it_has_it(aliases):
    """The second is refused at confirmation, and stays unconfirmed."""
    _sign_up(aliases, "jdoe", email=EMAIL)
    _confirm(aliases, "jdoe")
    _sign_up(aliases, "other", email=EMAIL)

    with refused("AliasExistsException", "An account with the email already exists."):
        _confirm(aliases, "other")

    assert aliases.user("other")["UserStatus"] == "UNCONFIRMED"
    assert aliases.user(EMAIL)["Username"] == "jdoe"


def test_an_alias_can_be_taken_by_force(aliases):
    """ForceAliasCreation: the first one's address is then no longer verified."""
    _sign_up(aliases, "jdoe", email=EMAIL)
    _confirm(aliases, "jdoe")
    _sign_up(aliases, "other", email=EMAIL)

    _confirm(aliases, "other", force_alias_creation=True)

    assert aliases.user(EMAIL)["Username"] == "other"
    assert aliases.user("jdoe")["attributes"]["email_verified"] == "false"


def test_a_name_may_not_look_like_the_alias(aliases):
    """Or nobody could tell which of the two is meant."""
    with refused(
        "InvalidParameterException",
        "Username cannot be of email format, since user pool is configured for email alias.",
    ):
        _sign_up(aliases, "somebody@example.com")


def test_a_preferred_name_is_an_alias_that_can_change(aliases):
    """The old one is free again; somebody else's is not to be had."""
    aliases.add_user("jdoe")
    aliases.add_user("alice", preferred_username="ally")
    update = aliases.idp.admin_update_user_attributes

    with refused("AliasExistsException"):
        update(
            user_pool_id=aliases.pool_id,
            username="jdoe",
            user_attributes=[{"Name": "preferred_username", "Value": "ally"}],
        )
    update(
        user_pool_id=aliases.pool_id,
        username="alice",
        user_attributes=[{"Name": "preferred_username", "Value": "lissy"}],
    )

    assert aliases.user("lissy")["Username"] == "alice"
    with refused("UserNotFoundException"):
        aliases.user("ally")


def test_a_preferred_name_cannot_be_chosen_at_sign_up(aliases):
    """As an alias it needs a confirmed user."""
    with refused("InvalidParameterException"):
        _sign_up(aliases, "jdoe", preferred_username="johnny")


def test_where_the_address_is_the_name_the_user_name_is_the_sub(by_email):
    """The pool fills in the e-mail attribute, and tokens carry the sub as user name."""
    sub = _sign_up(by_email, EMAIL)["UserSub"]
    _confirm(by_email, EMAIL)

    tokens = by_email.tokens(EMAIL)

    assert by_email.user(EMAIL)["Username"] == sub
    assert by_email.user(EMAIL)["attributes"]["email"] == EMAIL
    id_ = jose.parse(tokens["IdToken"]).unverified_claims
    access = jose.parse(tokens["AccessToken"]).unverified_claims
    assert id_["cognito:username"] == access["username"] == id_["sub"] == sub
    assert by_email.tokens(sub)["IdToken"]


def test_srp_in_such_a_pool_proves_with_the_sub(by_email):
    """The challenge says which name goes into the proof."""
    sub = by_email.add_user(EMAIL)

    proof, challenge = by_email.ask_srp(EMAIL)

    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == sub
    assert challenge["ChallengeParameters"]["USERNAME"] == sub
    assert by_email.answer_srp(proof, challenge)["AuthenticationResult"]


def test_refreshing_in_such_a_pool_hashes_the_sub():
    """SECRET_HASH is made with the typed address at sign-in, and with the sub at refresh."""
    world = make_world(pool={"username_attributes": ["email"]}, client={"generate_secret": True})
    sub = world.add_user(EMAIL)
    refresh_token = world.tokens(EMAIL)["RefreshToken"]

    with refused("NotAuthorizedException"):
        world.refresh(refresh_token, **world.hash_of(EMAIL))
    assert world.refresh(refresh_token, **world.hash_of(sub))["IdToken"]


def test_an_address_is_unique_there_even_before_it_is_verified(by_email):
    """Nobody else can sign up with it."""
    _sign_up(by_email, EMAIL)

    with refused("UsernameExistsException", "An account with the given email already exists."):
        _sign_up(by_email, EMAIL)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        pytest.param(["email"], "Username should be an email.", id="e-mail only"),
        pytest.param(
            ["email", "phone_number"],
            "Username should be either an email or a phone number.",
            id="either",
        ),
    ],
)
def test_another_kind_of_name_is_refused_there(attributes, message):
    """A plain name is no address."""
    world = make_world(pool={"username_attributes": attributes})

    with refused("InvalidParameterException", message):
        _sign_up(world, "jdoe")


def test_a_phone_number_can_be_the_name():
    """It fills the phone_number attribute."""
    world = make_world(pool={"username_attributes": ["phone_number", "email"]})
    _sign_up(world, PHONE)

    assert world.user(PHONE)["attributes"]["phone_number"] == PHONE


def test_a_pool_has_one_design():
    """Aliases beside user names, or addresses instead of them; not both."""
    with refused("InvalidParameterException"):
        make_world(pool={"alias_attributes": ["email"], "username_attributes": ["email"]})


def test_case_does_not_count_where_the_pool_says_so():
    """User name and e-mail alias are compared without case."""
    world = make_world(
        pool={
            "alias_attributes": ["email"],
            "username_configuration": {"CaseSensitive": False},
        }
    )
    world.add_user("JDoe", email="JDoe@Example.com", email_verified="true")

    for name in ("jdoe", "JDOE", "jdoe@example.com"):
        assert world.tokens(name)["IdToken"]
    claims = jose.parse(world.tokens("jdoe")["IdToken"]).unverified_claims
    assert claims["cognito:username"] == "JDoe"
