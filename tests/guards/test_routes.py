"""No route without a check at its door, no address that leads nowhere, no branch out of reach."""

import pytest

from app import create_app
from ivr import twiml
from ivr.branches import load_branches
from ivr.flow import dialogue, hunting
from ivr.flow.board import Board, Caller
from ivr.flow.hunting import LegEnded
from ivr.flow.scene import Scene
from ivr.flow.steps import Listen, Ring
from ivr.flow.switchboard import Branch, Menu
from ivr.flow.words import LegOutcome, Stage
from tests.guards.sources import ROOT
from tests.harness import CITIZEN, HOTLINE_NUMBER, NINE_ON_MONDAY, test_settings

MENUS = ("branches.yaml", "docs/examples/two-level.yaml")


@pytest.fixture
def app(tmp_path, sqlite_url):
    app = create_app(test_settings(tmp_path, sqlite_url))
    yield app
    app.extensions["hotline"].ledger.close()
    app.extensions["hotline"].database.close()


def voice_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(twiml.VOICE)]


def test_every_route_of_the_carrier_refuses_whatever_is_not_signed(app):
    client = app.test_client()
    form = {"CallSid": "CA1", "From": CITIZEN, "To": HOTLINE_NUMBER}

    posts = [rule.rule for rule in voice_rules(app) if "POST" in (rule.methods or ())]
    assert len(posts) == 18
    for path in posts:
        answer = client.post(path, data=form)
        assert (answer.status_code, answer.data) == (403, b""), path


def test_the_only_other_route_of_the_carrier_refuses_without_our_token(app):
    others = [rule.rule for rule in voice_rules(app) if "POST" not in (rule.methods or ())]

    assert others == [twiml.PLAYBACK]
    assert app.test_client().get(twiml.PLAYBACK).status_code == 403


def test_every_address_of_a_rehearsal_refuses_whatever_is_not_signed(app):
    client = app.test_client()

    paths = [r.rule for r in app.url_map.iter_rules() if r.endpoint.startswith("rehearsal.")]
    assert len(paths) == 2
    for path in paths:
        assert client.get(path.replace("<sid>", "CA1")).status_code == 403, path


def test_flask_refuses_as_well_where_the_shortcut_does_not_stand_before_it(app):
    for rule in voice_rules(app):
        if "POST" in (rule.methods or ()):
            with app.test_request_context(rule.rule, method="POST", data={"CallSid": "CA1"}):
                assert app.full_dispatch_request().status_code == 403, rule.rule


def test_addresses_that_we_hand_out_are_the_routes_that_there_are(app):
    handed_out = {
        value
        for name, value in vars(twiml).items()
        if name.isupper() and isinstance(value, str) and value.startswith(twiml.VOICE)
    }

    assert handed_out == {rule.rule for rule in voice_rules(app)}


def test_the_carriers_two_addresses_are_as_they_are_told_to_be_set():
    assert (twiml.VOICE, twiml.STATUS) == ("/voice", "/voice/status")


# The menu.


def branches_with_keys(menu: Menu, keys: str = ""):
    for item in menu.items:
        if isinstance(item, Branch):
            yield keys + item.key, item
        else:
            yield from branches_with_keys(item, keys + item.key)


def reach(scene, keys):
    """Return the step that a caller comes to by pressing these keys."""
    step = dialogue.begin(scene)
    for key in keys:
        assert isinstance(step, Listen)
        assert key in {option.key for option in step.options}
        step = dialogue.on_key(scene, step.then, key)
    return step


@pytest.mark.parametrize("name", MENUS)
def test_every_branch_and_every_officer_can_be_reached(name):
    switchboard = load_branches(ROOT / name, today=NINE_ON_MONDAY.date())
    scene = Scene(Board(switchboard), Caller("CA1", CITIZEN, HOTLINE_NUMBER), NINE_ON_MONDAY)

    found = dict(branches_with_keys(switchboard.menu))
    assert list(found.values()) == list(switchboard.branches())
    for keys, branch in [*found.items(), ("0", switchboard.desk)]:
        step = reach(scene, keys)
        rung = []
        while isinstance(step, Ring):
            assert step.then.branch == branch.id
            rung.append(step.officer.number)
            step = hunting.after_ring(
                scene, step.then, LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
            )
        assert {o.number for o in (*branch.officers, *switchboard.desk.officers)} == set(rung)
        assert len(rung) == branch.rounds * len(set(rung))
        assert isinstance(step, Listen)
        assert step.then.stage is Stage.OFFER
