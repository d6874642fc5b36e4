"""A run is played in a real JupyterLab: keys, clicks, secrets, pictures, and hostile names."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "diagrams"))
from diagram_samples import PAYLOADS

pytestmark = pytest.mark.browser

RUNS = """
from cognito_lab import boto3_session
from cognito_lab.diagrams import SIX_PHASES
from cognito_lab.lessons import journey
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import AirportStrip, SequencePlayer

world = journey.build(seed=7)
trace, google = world.cloud.trace, world.cloud.google
nobody = boto3_session(world.cloud, credentials={})

def reads_a_file(provider, id_token):
    counter, logins = nobody.client("cognito-identity"), {provider: id_token}
    who = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]
    credentials = counter.get_credentials_for_identity(IdentityId=who, Logins=logins)["Credentials"]
    s3 = boto3_session(world.cloud, credentials).client("s3")
    s3.get_object(Bucket=world.bucket, Key=world.file)["Body"].read()

def jdoe():
    answer = nobody.client("cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": world.passwords["jdoe"]},
    )
    reads_a_file(world.user_pool_provider, answer["AuthenticationResult"]["IdToken"])

def gina():
    password = world.passwords["gina@example.com"]
    signed_in = google.sign_in("gina@example.com", password, client_id=world.google_client_id)
    reads_a_file("accounts.google.com", signed_in.id_token)

def run_of(person):
    mark = trace.mark()
    person()
    return trace.since(mark)

runs = {"user pool": run_of(jdoe), "Google": run_of(gina)}
"""
HOSTILE = """
mark = trace.mark()
for text in {payloads}:
    with trace.exchange("User Pool", "GetUser", {{"USERNAME": text, text: text}}) as exchange:
        trace.note(text)
        exchange.answer = {{"Username": text}}
SequencePlayer(trace.since(mark), title={title})
"""
HARM = '<img src=x onerror="document.body.dataset.harmed = 1">'
CELLS = [
    RUNS,
    "player = SequencePlayer(runs, title='From a password to a file', phases=SIX_PHASES)\nplayer",
    "AirportStrip(player=player)",
    "SequencePlayer(runs, compare='Google', phases=SIX_PHASES)",
    HOSTILE.format(payloads=[*PAYLOADS.values(), HARM], title=repr(HARM)),
    "print('ready', player.step)",
]


def test_a_run_is_played_step_by_step(run_notebook, screenshot, tmp_path: Path):
    """Whatever a person does to a player, it answers at once, and nothing else moves."""
    notebook = tmp_path / "player.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in CELLS]), notebook)
    page, panel = run_notebook(notebook, viewport={"width": 1400, "height": 1700})
    panel.locator(".jp-OutputArea").get_by_text("ready 0").wait_for()
    player, strip, pair, hostile = panel.locator(".cl-frame").all()

    buttons_step_and_keep_focus_and_place(page, player)
    keys_step_and_are_no_commands(page, panel, player)
    list_and_picture_lead_to_their_step(player)
    play_goes_on_by_itself(page, player)
    the_airport_follows(player, strip)
    secrets_are_revealed_on_purpose(player)
    the_switch_relabels(player)
    fewer_participants_are_another_picture(player)
    a_picture_is_saved(page, player)
    two_runs_differ(pair)
    hostile_text_is_text(page, hostile)
    nothing_is_out_of_reach(page, panel, screenshot)


def current(player: Locator) -> Locator:
    """Return the item of the list that is marked as the current step."""
    return player.locator("li[aria-current=step]")


def buttons_step_and_keep_focus_and_place(page: Page, player: Locator) -> None:
    """Next lights one step after the other in the page alone; no box changes its place."""
    following = player.get_by_role("button", name="Next")
    boxes = []
    for step in range(1, 17):
        following.click()
        expect(current(player)).to_contain_text(str(step))
        expect(player.locator(".cl-picture > svg .sd-now")).to_have_class(f"sd-g s-{step} sd-now")
        boxes.append(page.evaluate(BOXES))

    assert boxes == [boxes[0]] * 16
    expect(following).to_be_focused()
    expect(following).to_have_attribute("aria-disabled", "true")
    expect(player.locator(".cl-picture > svg .sd-past")).to_have_count(15)
    expect(player.locator(".cl-tile", has_text="behind the gate")).to_contain_text("68 bytes")


# Where everything stands that has to stay, to the pixel.
BOXES = """() => [...document.querySelectorAll(".cl-frame")[0].querySelectorAll(
    ".cl-bar > *, .cl-view > *, .cl-picture, .cl-tile, fieldset")].map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height].map(Math.round).join(" "); })"""


def keys_step_and_are_no_commands(page: Page, panel: Locator, player: Locator) -> None:
    """Arrows, Home and End step; the letters that delete cells do nothing here."""
    for place in (
        player.get_by_role("list", name="Steps"),
        player.get_by_role("region", name="The step in words"),
        player.get_by_text("What the app holds now"),
        player.get_by_role("button", name="First"),
    ):
        place.click()
        page.keyboard.press("Home")
        expect(current(player)).to_contain_text("InitiateAuth")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        expect(current(player)).to_contain_text("sign JWTs")
        page.keyboard.press("ArrowLeft")
        expect(current(player)).to_contain_text("check the password")
        page.keyboard.press("End")
        expect(current(player)).to_contain_text("200 OK")
        for key in ("x", "m", "d", "d", "a", "b", "Shift+Enter"):
            page.keyboard.press(key)
    expect(panel.locator(".jp-CodeCell")).to_have_count(len(CELLS))

    slider = player.get_by_role("slider", name="Step")
    slider.press("End")
    slider.press("ArrowLeft")
    expect(current(player)).to_contain_text("GetObject")
    expect(slider).to_have_attribute("aria-valuetext", "15 of 16")
    expect(player.locator("[aria-live=polite]").first).to_contain_text("Step 15 of 16. App to S3")


def list_and_picture_lead_to_their_step(player: Locator) -> None:
    """A click on a step, in words or in the picture, goes there."""
    player.get_by_role("listitem").filter(has_text="three tokens").click()
    expect(current(player)).to_contain_text("three tokens")
    expect(player.locator(".cl-tile", has_text="passport")).to_contain_text("eyJ")

    player.locator(".cl-picture > svg .s-5 a").click()
    expect(current(player)).to_contain_text("GetId")
    player.get_by_role("button", name="answered in step 9").click()
    expect(current(player)).to_contain_text("IdentityId")
    expect(player.get_by_role("region", name="The step in words")).to_be_focused()


def play_goes_on_by_itself(page: Page, player: Locator) -> None:
    """Space plays and pauses; the end stops it."""
    player.get_by_role("list", name="Steps").press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    expect(current(player)).to_contain_text("200 OK")
    expect(player.get_by_role("button", name="Play")).to_be_visible()


def the_airport_follows(player: Locator, strip: Locator) -> None:
    """The strip is lit for the step that the player shows, by way of the kernel."""
    player.get_by_role("button", name="All").click()
    expect(strip).to_contain_text("The whole airport.")
    player.locator(".cl-picture > svg .s-14 a").click()
    expect(strip).to_contain_text("Boarding pass: GetCredentialsForIdentity")
    expect(strip.locator("svg .sd-now")).to_have_class("sd-g s-3 sd-now")


def secrets_are_revealed_on_purpose(player: Locator) -> None:
    """A password is dots until somebody asks, for this step and this time only."""
    words = player.get_by_role("region", name="The step in words")
    player.get_by_role("button", name="First").click()
    expect(words).to_contain_text("PASSWORD: ••••••")

    words.get_by_role("button", name="Reveal").click()
    expect(words).to_contain_text("PASSWORD: Correct-Horse7")
    expect(words.get_by_role("button", name="Hide")).to_be_focused()
    player.get_by_role("button", name="Next").click()
    player.get_by_role("button", name="Back").click()
    expect(words).to_contain_text("PASSWORD: ••••••")


def the_switch_relabels(player: Locator) -> None:
    """The other provider's run has other names and the same six phases."""
    phases = player.locator("li .cl-phase")
    six = phases.all_inner_texts()
    player.get_by_role("radio", name="Google").check()

    expect(current(player)).to_contain_text("Browser at Google to Google: sign in")
    assert phases.all_inner_texts() == six
    assert len(six) == 6
    player.get_by_role("radio", name="user pool").check()
    expect(current(player)).to_contain_text("InitiateAuth")


def fewer_participants_are_another_picture(player: Locator) -> None:
    """Python draws the picture for fewer; the focus stays at the box."""
    box = player.get_by_role("checkbox", name="JWKS")
    box.uncheck()
    expect(player.get_by_role("listitem")).to_have_count(14)
    expect(player.locator(".cl-picture > svg [class~=s-15]")).to_have_count(0)
    expect(box).to_be_focused()
    box.check()
    expect(player.get_by_role("listitem")).to_have_count(16)


def a_picture_is_saved(page: Page, player: Locator) -> None:
    """The button gives a file to keep."""
    with page.expect_download() as download:
        player.get_by_role("button", name="SVG").click()
    saved = Path(download.value.path()).read_text()

    assert download.value.suggested_filename == "user-pool.svg"
    assert saved.startswith("<svg ") and "GetCredentialsForIdentity" in saved


def two_runs_differ(pair: Locator) -> None:
    """Two pictures, one list of pairs, and the first difference marked and said."""
    expect(pair).to_contain_text("First difference at step 1: App to User Pool")
    expect(pair.locator(".cl-picture > svg")).to_have_count(2)
    expect(pair.get_by_text("first difference", exact=True)).to_have_count(1)
    pair.get_by_role("listitem").filter(has_text="AssumeRole").click()
    expect(pair.locator(".cl-picture > svg .sd-now")).to_have_count(2)


def hostile_text_is_text(page: Page, hostile: Locator) -> None:
    """The payloads are read in list, picture and words, and do nothing."""
    for _ in range(2 * (len(PAYLOADS) + 1)):
        hostile.get_by_role("button", name="Next").click()

    expect(hostile.get_by_role("heading")).to_have_text(HARM)
    expect(hostile.get_by_role("region", name="The step in words")).to_contain_text(HARM)
    expect(hostile.locator("img, script, iframe, [onerror], [onclick], table")).to_have_count(0)
    assert page.evaluate("document.body.dataset.harmed") is None
    links = hostile.locator("a").evaluate_all("nodes => nodes.map((a) => a.getAttribute('href'))")
    assert all(link.startswith("#sd-") for link in links)


def nothing_is_out_of_reach(page: Page, panel: Locator, screenshot) -> None:
    """In both themes and at every width axe finds nothing serious, and nothing overflows."""
    frames = panel.locator(".cl-frame")
    page.get_by_role("tab", name="File Browser").click()  # close it: a telephone has no room for it
    for scheme, width in (("light", 1200), ("dark", 1200), ("dark", 600), ("light", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 2400})
        light = str(scheme == "light").lower()
        page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")
        for number, name in enumerate(("player", "airport", "player-pair")):
            screenshot(frames.nth(number), f"{name}-{scheme}-{width}")
        findings = Axe().run(page, context=".cl-frame").response["violations"]
        serious = [f for f in findings if f["impact"] in ("serious", "critical")]
        assert [node["html"] for finding in serious for node in finding["nodes"]] == []
        assert page.evaluate(SIDEWAYS) == []


# Everything in a frame that is wider than its box, but for a diagram in a box of its own.
SIDEWAYS = """() => [...document.querySelectorAll(".cl-frame *")].filter((node) =>
    !node.closest("pre, svg, .cl-sr, .cl-status, .cl-picture, .cl-airport, input")
    && node.clientWidth && node.scrollWidth > node.clientWidth + 1)
    .map((node) => node.outerHTML.slice(0, 120))"""
