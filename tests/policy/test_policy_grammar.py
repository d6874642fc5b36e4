"""What may be written in a policy, and what AWS says about the rest.

Source: fact sheet on identity pools, §7, "Validation": texts that moto's authors collected against
AWS.
"""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import allow, deny, trust

from cognito_lab.policy import PolicyKind, find_fault, parse
from cognito_lab.primitives.errors import AwsError
from examples import examples

SYNTAX = "Syntax errors in policy."
VERSION = "Policy document must be version 2012-10-17 or greater."
LEGACY = "The policy failed legacy parsing"
SIDS = "Statement IDs (SID) in a single policy must be unique."
NO_ACTIONS = "Policy statement must contain actions."
NO_RESOURCES = "Policy statement must contain resources."
NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
TWO_COLONS = "Actions/Condition can contain only one colon."


def written(*statements: Any, **top: Any) -> dict[str, Any]:
    """A policy of the new language with these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements), **top}


def refusal(text_or_dict: Any, kind: PolicyKind = PolicyKind.MANAGED) -> AwsError:
    """The error that a policy earns."""
    with pytest.raises(AwsError) as caught:
        parse(text_or_dict, kind=kind)
    return caught.value


def without(statement: dict[str, Any], *names: str) -> dict[str, Any]:
    """The statement without these members."""
    return {name: value for name, value in statement.items() if name not in names}


REFUSED = [
    pytest.param("This is not JSON", SYNTAX, "line 1, column 1", id="text that is not JSON"),
    pytest.param("", SYNTAX, "line 1, column 1", id="nothing"),
    pytest.param("[]", SYNTAX, "a policy is a JSON object", id="a list"),
    pytest.param("[" * 100_000, SYNTAX, "it is not JSON", id="a very deep list"),
    pytest.param('{"Version": NaN}', SYNTAX, "NaN is no JSON number",
                 id="a number that JSON lacks"),
    pytest.param('{"Statement": [], "Statement": []}', SYNTAX, "Statement stands there twice",
                 id="a member twice"),
    pytest.param(written(), SYNTAX, "Statement", id="no statement in the list"),
    pytest.param({"Version": "2012-10-17"}, SYNTAX, "Statement", id="no statement at all"),
    pytest.param(written("Allow"), SYNTAX, "Statement[0]", id="a statement that is text"),
    pytest.param(written(allow(), Version="2013-10-17"), SYNTAX, "Version",
                 id="a version that never was"),
    pytest.param(written(allow(), Extra="x"), SYNTAX, "no member 'Extra'", id="an unknown member"),
    pytest.param(written(allow(Efect="Allow")), SYNTAX, "is it 'Effect'?",
                 id="a typing mistake in a member, with a hint"),
    pytest.param(written(allow(), Id=["x"]), SYNTAX, "Id", id="an Id that is no text"),
    pytest.param(written(allow(Sid={})), SYNTAX, "Statement[0].Sid", id="a Sid that is no text"),
    pytest.param(written(without(allow(), "Effect")), SYNTAX, "Statement[0].Effect",
                 id="no effect"),
    pytest.param(written(allow(Effect="Permit")), SYNTAX, "it is Allow or Deny",
                 id="an effect that never was"),
    pytest.param(written(allow(Effect=["Allow"])), SYNTAX, "Effect", id="a list of effects"),
    pytest.param(written(allow(Action={})), SYNTAX, "Statement[0].Action",
                 id="an action that is an object"),
    pytest.param(written(allow(Action=[[]])), SYNTAX, "Statement[0].Action", id="a list in a list"),
    pytest.param(written(allow(resource={"a": "b"})), SYNTAX, "Statement[0].Resource",
                 id="a resource that is an object"),
    pytest.param(written({**allow(), "NotAction": "s3:*"}), SYNTAX, "exclude each other",
                 id="Action and NotAction"),
    pytest.param(written({**allow(), "NotResource": "*"}), SYNTAX, "exclude each other",
                 id="Resource and NotResource"),
    pytest.param(written(allow(Condition=[])), SYNTAX, "Statement[0].Condition",
                 id="conditions in a list"),
    pytest.param(written(allow(Condition={"Bool": "x"})), SYNTAX, "Statement[0].Condition.Bool",
                 id="a condition without a key"),
    pytest.param(written(allow(Condition={"Bool": {"a:b": {}}})), SYNTAX, "Condition.Bool.a:b",
                 id="a condition value that is an object"),
    pytest.param(written(allow(Condition={"Bool": {"a:b": None}})), SYNTAX, "Condition.Bool.a:b",
                 id="a condition value that is null"),
    pytest.param(written(allow(Condition={"StringEqual": {"a:b": "c"}})), SYNTAX,
                 "is it 'StringEquals'?", id="an unknown operator, with a hint"),
    pytest.param(written(allow(Condition={"NullIfExists": {"a:b": "true"}})), SYNTAX,
                 "no operator 'NullIfExists'", id="Null has no IfExists form"),
    pytest.param(written(allow(), Version="2008-10-17"), VERSION, "Version",
                 id="the old language in a managed policy"),
    pytest.param({"Statement": allow()}, VERSION, "because it is not given",
                 id="no version in a managed policy"),
    pytest.param(written(allow(Condition={"DateLessThan": {"a:b": "tomorrow"}})), LEGACY,
                 "Condition.DateLessThan.a:b", id="a date that is no date"),
    pytest.param(written(allow(Condition={"DateLessThan": {"a:b": "9223372036854775808"}})), LEGACY,
                 "Condition.DateLessThan.a:b", id="a second too far in the future"),
    pytest.param(written(allow(Condition={"DateLessThan": {"a:b": "234-13"}})), LEGACY,
                 "Condition.DateLessThan.a:b", id="a thirteenth month"),
    pytest.param(written(allow(resource="arn:aws:s3::photos")), LEGACY, "too few colons",
                 id="an ARN with a colon too few"),
    pytest.param(written(allow(resource="arn:aws::::photos")), LEGACY, "an empty service",
                 id="an ARN without a service"),
    pytest.param(written(allow(Sid="A"), deny(Sid="A")), SIDS, "'A' is taken", id="a Sid twice"),
    pytest.param(written(without(allow(), "Action")), NO_ACTIONS, "Statement[0]", id="no action"),
    pytest.param(written(allow([])), NO_ACTIONS, "Statement[0]", id="an empty list of actions"),
    pytest.param(written(allow(resource="photos")),
                 'Resource photos must be in ARN format or "*".', "Statement[0].Resource",
                 id="a resource that is no ARN"),
    pytest.param(written(allow(resource="")), 'Resource  must be in ARN format or "*".',
                 "Statement[0].Resource", id="an empty resource"),
    pytest.param(written(allow(resource="arn:amazon:s3:::photos")),
                 'Partition "amazon" is not valid for resource "arn:amazon:s3:::photos".',
                 "most often it is aws", id="an unknown partition"),
    pytest.param(written(allow(resource="aws:s3:::photos")),
                 'Partition "s3" is not valid for resource "arn:s3:::photos:*".', "partition",
                 id="an ARN without its first field"),
    pytest.param(written(allow(resource="a:b")),
                 'Partition "b" is not valid for resource "arn:b:*:*:*:*".', "partition",
                 id="two fields"),
    pytest.param(written(allow(resource="arn:aws")),
                 "Resource vendor must be fully qualified and cannot contain regexes.", "service",
                 id="an ARN that ends after its partition"),
    pytest.param(written(allow(resource="arn:aws:iam:us-east-1::user/x")),
                 "IAM resource arn:aws:iam:us-east-1::user/x cannot contain region information.",
                 "same in every region", id="a region in an IAM resource"),
    pytest.param(written(allow(resource="arn:aws:s3:us-east-1::photos")),
                 "Resource arn:aws:s3:us-east-1::photos can not contain region information.",
                 "same in every region", id="a region in an S3 resource"),
    pytest.param(written(allow(resource="arn:aws:iam:::users/x")),
                 'IAM resource path must either be "*" or start with user/, federated-user/, role/,'
                 " group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/,"
                 " saml-provider/, oidc-provider/, report/, access-report/.",
                 "'users/x'", id="a kind of thing that IAM does not have"),
    pytest.param(written(allow("GetObject")), NO_VENDOR, "does not say of which service",
                 id="an action without a service"),
    pytest.param(written(allow(NotAction="")), NO_VENDOR, "Statement[0].NotAction",
                 id="an empty NotAction"),
    pytest.param(written(allow("s3:Get:Object")), TWO_COLONS, "more than one colon",
                 id="an action with two colons"),
    pytest.param(written(allow("s 3:GetObject")), "Vendor s 3 is not valid", "no service's name",
                 id="a blank in the service"),
    pytest.param(written(allow("s*:GetObject")), "Vendor s* is not valid", "no service's name",
                 id="a wildcard in the service"),
    pytest.param(written(allow(resource=None)), NO_RESOURCES, "Statement[0]", id="no resource"),
    pytest.param(written(allow(resource=[])), NO_RESOURCES, "Statement[0]",
                 id="an empty list of resources"),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "message", "because"), REFUSED)
def test_a_malformed_policy_gets_awss_sentence_and_our_reason(
    policy: Any, message: str, because: str
) -> None:
    """Each fault has AWS's code and words; the reason says where it stands and what is wrong."""
    error = refusal(policy)

    assert (error.code, error.status) == ("MalformedPolicyDocument", 400)
    assert error.message == message
    assert because in error.because


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        pytest.param(written(allow(Effect="allow")), PolicyKind.MANAGED, id="a small letter"),
        pytest.param(written(allow(Sid="with blanks")), PolicyKind.MANAGED, id="a blank in a Sid"),
        pytest.param(written(allow(), Id="x"), PolicyKind.MANAGED,
                     id="an Id in an identity policy"),
        pytest.param(written(allow(Principal="*")), PolicyKind.IDENTITY,
                     id="a principal in an identity policy"),
        pytest.param(written(allow(NotPrincipal="*")), PolicyKind.SESSION,
                     id="a principal in a session policy"),
        pytest.param(written(allow()), PolicyKind.RESOURCE,
                     id="no principal in a resource policy"),
        pytest.param(written(allow(Principal={})), PolicyKind.RESOURCE, id="an empty principal"),
        pytest.param(written(allow(Principal=5)), PolicyKind.RESOURCE, id="a principal as number"),
        pytest.param(written(allow(Principal="alice")), PolicyKind.RESOURCE, id="a bare name"),
        pytest.param(written(allow(Principal={"User": "alice"})), PolicyKind.RESOURCE,
                     id="an unknown kind of principal"),
        pytest.param(written(allow(Principal={"AWS": {}})), PolicyKind.RESOURCE,
                     id="a principal that is an object"),
        pytest.param(written(allow(Principal={"AWS": "alice"})), PolicyKind.RESOURCE,
                     id="a user that is no ARN"),
        pytest.param(written(allow(Principal={"AWS": "arn:aws:iam::123456789012:user/*"})),
                     PolicyKind.RESOURCE, id="a wildcard in a principal"),
        pytest.param(written(allow(Principal={"Federated": "*"})), PolicyKind.RESOURCE,
                     id="any identity provider"),
        pytest.param(written({**allow(Principal="*"), "NotPrincipal": "*"}), PolicyKind.RESOURCE,
                     id="Principal and NotPrincipal"),
        pytest.param(written(without(trust(), "Principal")), PolicyKind.TRUST,
                     id="no principal in a trust policy"),
        pytest.param(written({**without(trust(), "Principal"), "NotPrincipal": "*"}),
                     PolicyKind.TRUST, id="NotPrincipal in a trust policy"),
    ],
)  # fmt: skip
def test_a_malformed_policy_whose_text_is_less_sure(policy: Any, kind: PolicyKind) -> None:
    """These faults are refused with the right code; AWS's words for them are not established."""
    error = refusal(policy, kind)

    assert error.code == "MalformedPolicyDocument"
    assert error.because


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        pytest.param(trust(Resource="*"), "Has prohibited field Resource.", id="a resource"),
        pytest.param(
            trust("s3:GetObject"),
            "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,"
            "  and sts:AssumeRoleWithWebIdentity",
            id="an action of another service",
        ),
        pytest.param(
            trust("*"),
            "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,"
            "  and sts:AssumeRoleWithWebIdentity",
            id="every action of every service",
        ),
        pytest.param(
            trust("sts:AssumeRoles"),
            "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,"
            "  and sts:AssumeRoleWithWebIdentity",
            id="an action that STS does not have",
        ),
    ],
)
def test_trust_policies_have_rules_of_their_own(statement: Any, message: str) -> None:
    """A trust policy names no resource, and only ways of assuming a role."""
    assert refusal(written(statement), PolicyKind.TRUST).message == message


def test_a_bucket_policys_faults_have_another_code() -> None:
    """S3 says MalformedPolicy where IAM says MalformedPolicyDocument."""
    assert refusal("{", PolicyKind.BUCKET).code == "MalformedPolicy"
    wildcard = written(allow(Principal={"AWS": "arn:aws:iam::123456789012:role/*"}))
    assert refusal(wildcard, PolicyKind.BUCKET).message == "Invalid principal in policy"


def test_an_invalid_principal_is_quoted_with_its_kind() -> None:
    """IAM repeats the principal that it cannot use."""
    error = refusal(written(trust(principal={"AWS": "alice"})), PolicyKind.TRUST)

    assert error.message == 'Invalid principal in policy: "AWS":"alice"'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"Version": "2008-10-17"}, {"Sid": {}}, id="shape before language"),
        pytest.param({"Effect": "denY"}, {"Version": "2008-10-17"}, id="language before legacy"),
        pytest.param({"Sid": "A"}, {"Effect": "aLLow"}, id="legacy before Sids"),
        pytest.param({"Action": []}, {"Sid": "A"}, id="Sids before actions"),
        pytest.param({"Resource": "x"}, {"Action": []}, id="actions before resources"),
        pytest.param({"Action": "x"}, {"Resource": "x"}, id="resources' form before actions' form"),
        pytest.param(
            {"Resource": []}, {"Action": "x"}, id="actions' form before missing resources"
        ),
    ],
)
def test_of_two_faults_the_one_asked_first_is_told(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """AWS asks in a fixed order; the second of each pair hides the first."""

    def broken(*faults: dict[str, Any]) -> dict[str, Any]:
        members = {name: value for fault in faults for name, value in fault.items()}
        version = members.pop("Version", "2012-10-17")
        return written(allow(Sid="A"), {**allow(Sid="B"), **members}, Version=version)

    assert refusal(broken(first)).message != refusal(broken(second)).message
    assert refusal(broken(first, second)).message == refusal(broken(second)).message


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        pytest.param(written(allow()), PolicyKind.MANAGED, id="the usual"),
        pytest.param({"Statement": allow()}, PolicyKind.IDENTITY, id="no version, one statement"),
        pytest.param(written(allow(), Version="2008-10-17"), PolicyKind.IDENTITY,
                     id="the old language in an inline policy"),
        pytest.param(written(trust(), Version="2008-10-17"), PolicyKind.TRUST,
                     id="the old language in a trust policy"),
        pytest.param(written(trust(["sts:AssumeRole*", "STS:tagsession"])), PolicyKind.TRUST,
                     id="wildcards and any case in a trust policy"),
        pytest.param(written(trust(principal={"AWS": ["123456789012", "AROAEXAMPLEEXAMPLE123"]})),
                     PolicyKind.TRUST, id="an account number and a unique id"),
        pytest.param(written(trust(principal="*"), Id="anything"), PolicyKind.TRUST,
                     id="everybody, and an Id"),
        pytest.param(written(allow(Sid="with blanks", Principal="*")), PolicyKind.BUCKET,
                     id="a blank in a bucket policy's Sid"),
        pytest.param(written(allow(["*", "iam: odd but accepted "])), PolicyKind.MANAGED,
                     id="an odd action"),
        pytest.param(written(allow(Condition={})), PolicyKind.MANAGED, id="no condition"),
        pytest.param(written(allow(Condition={"Whatever": {}})), PolicyKind.MANAGED,
                     id="an unknown operator without keys"),
        pytest.param(written(allow(Condition={"NumericLessThan": {"s3:max-keys": 10}})),
                     PolicyKind.MANAGED, id="a JSON number as value"),
        pytest.param(written(allow(Condition={"DateLessThan": {"a": ["01T", "2016-12-13t2:00Z"]}})),
                     PolicyKind.MANAGED, id="odd dates"),
        pytest.param(written(allow(Condition={"DateLessThan": {"a": "9223372036854775807"}})),
                     PolicyKind.MANAGED, id="the last second"),
        pytest.param(written(allow(resource=["*", "arn:aws:s3:::b/${aws:username}", "arn:aws:x"])),
                     PolicyKind.MANAGED, id="odd resources"),
        pytest.param(written(allow(resource="arn:aws:s3:us-east-1:123456789012:accesspoint/x")),
                     PolicyKind.MANAGED, id="an access point has a region"),
        pytest.param(written(allow(resource="arn:aws:iam::*:user/${aws:username}")),
                     PolicyKind.MANAGED, id="one's own user"),
    ],
)  # fmt: skip
def test_what_may_be_written(policy: Any, kind: PolicyKind) -> None:
    """A policy that breaks no rule is parsed, and has no fault to show."""
    assert parse(policy, kind=kind).kind is kind
    assert find_fault(json.dumps(policy), kind) is None


def test_a_fault_can_be_shown_where_it_stands() -> None:
    """An editor gets the place of the first fault beside the words."""
    fault = find_fault(json.dumps(written(allow(), allow(Effect="allow"))))

    assert fault is not None
    assert fault.where == "Statement[1].Effect"
    assert fault.text == LEGACY


def test_text_and_dict_give_the_same_policy() -> None:
    """A policy may come as JSON text or as what it loads into; both keep their content."""
    as_dict = written(allow(Sid="A"))

    from_text, from_dict = parse(json.dumps(as_dict), name="p"), parse(as_dict, name="p")

    assert from_text == from_dict
    assert from_text.as_dict() == as_dict


def test_a_parsed_policy_does_not_change_with_the_dict_it_came_from() -> None:
    """Changing the dict afterwards changes nothing that was parsed."""
    as_dict = written(allow())
    document = parse(as_dict)

    as_dict["Statement"].clear()
    document.as_dict()["Statement"].clear()

    assert len(document.statements) == 1
    assert document.as_dict() == written(allow())


def test_the_same_text_is_taken_apart_once() -> None:
    """Parsing is remembered, so that asking again costs nothing."""
    text = json.dumps(written(allow()))

    assert parse(text) is parse(text)
    assert parse(text) is not parse(text, kind=PolicyKind.SESSION)


def test_white_space_is_not_counted() -> None:
    """The size that counts for AWS's limits leaves white space out."""
    policy = written(allow())

    loose, tight = json.dumps(policy, indent=8), json.dumps(policy, separators=(",", ":"))

    assert parse(loose).size == parse(tight).size == len(tight)


@pytest.mark.parametrize("nonsense", [None, 5, b"{}", [("Version", "2012-10-17")]])
def test_what_is_neither_text_nor_dict_is_a_programming_mistake(nonsense: Any) -> None:
    """Python's own error answers what no client could have sent."""
    with pytest.raises(TypeError, match="JSON text or a mapping"):
        parse(nonsense)


# --- a second opinion: moto's validator -----------------------------------------------------------

ACTIONS = ["", "*", "x", "s3:Get*", "s3:a:b", "*:x", "a b:c", [], ["*", "x"], {}, [[]]]
RESOURCES = [
    "", "*", "x", [], ["*", "x"], "arn:aws:s3:::b/*", "arn:aws:s3::b", "arn:aws:iam:::role/x",
    "a:b:c", "arn:aws:iam:eu-west-1::role/x", "arn:aws:iam:::x", "arn:x:s3:::b", "arn:aws::::b",
    "arn:aws", {},
]  # fmt: skip
CONDITIONS = [
    {}, [], {"Bool": []}, {"Bool": {"a:b": True}}, {"Boole": {"a": "b"}}, {"Boole": {}},
    {"DateEquals": {"a": "2026-01-06T09:08:07Z"}}, {"DateEquals": {"a": ["2026-13"]}},
    {"ForAnyValue:StringLike": {"a": ["b", "c"]}}, {"ForAnyValue::StringLike": {"a": "b"}},
]  # fmt: skip
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Action", "NotAction"]), st.sampled_from(ACTIONS)),
        st.tuples(st.sampled_from(["Resource", "NotResource"]), st.sampled_from(RESOURCES)),
        st.tuples(st.just("Condition"), st.sampled_from(CONDITIONS)),
        st.tuples(st.just("Effect"), st.sampled_from(["Deny", "denY", "x"])),
        st.tuples(st.just("Sid"), st.sampled_from(["", "B", {}])),
        st.tuples(st.sampled_from(["Action", "Resource"]), st.just("leave it out")),
    ),
    max_size=3,
)
VERSIONS = st.sampled_from(["2012-10-17"] * 8 + ["2008-10-17", "2020-01-01"])


@given(changes=CHANGES, version=VERSIONS)
@settings(max_examples=examples(300), deadline=None, derandomize=True)
def test_moto_comes_to_the_same_answer(changes: list[tuple[str, Any]], version: str) -> None:
    """A statement with up to three odd members gets the same words from moto's validator."""
    from moto.iam import policy_validation

    statement: dict[str, Any] = allow("s3:GetObject", "arn:aws:s3:::b", Sid="A")
    for name, value in changes:
        statement.pop(name.removeprefix("Not"), None)
        statement.update({} if value == "leave it out" else {name: value})
    text = json.dumps(written(statement, Version=version))

    try:
        policy_validation.IAMPolicyDocumentValidator(text).validate()
        theirs = None
    except Exception as error:
        theirs = str(error.message)  # type: ignore[attr-defined]

    fault = find_fault(text, PolicyKind.MANAGED)
    assert (fault and fault.text) == theirs
