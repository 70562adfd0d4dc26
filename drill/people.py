"""Those who call and those who are called, by chance."""

import random

from simulator.callers import CallerScript
from simulator.phones import BEHAVIOURS, ScriptedPhone, parse_behaviour

BRANCH_KEYS = "12345678"
# What a caller presses; `B` stands for a branch's key. As in the simulator, `,` is silence, `~`
# hangs up at the next prompt.
PRESSES = (
    *("B", "B", "B", "B", "B", "0", "B~", "9B", "*B", "#B", "##B", ",B", "", "~"),
    *("B1", "B11", "B121", "B131", "B1~", "B13,,", "B2", "B21", "B20", "B200"),
    *("B220505000{n}#1", "B220505000{n}#2~", "B,1", "B,2", "B,0,1", "B,,,", "B01", "B021"),
)
OFFICERS = (*BEHAVIOURS, "accept", "accept@2/200", "accept@20/15", "hang-up@3", "accept@1/400")
CITIZENS = 250
HANGS_UP_AFTER = (None, None, None, None, 1.5, 8.0, 20.0, 45.0, 90.0)
SPEAKS_S = (0.0, 1.0, 3.0, 9.0, 9.0, 200.0)


def caller(rng: random.Random) -> str:
    """Return who calls: somebody of the province, mostly somebody else; a few withhold it."""
    if rng.random() < 0.04:
        return "anonymous"
    return f"+8450500{rng.randrange(CITIZENS):04}"


def script(rng: random.Random) -> CallerScript:
    """Return what a caller does."""
    keys = rng.choice(PRESSES).replace("B", rng.choice(BRANCH_KEYS))
    return CallerScript(
        keys.format(n=f"{rng.randrange(900, 999):03}") if "{" in keys else keys,
        message_s=rng.choice(SPEAKS_S),
        hang_up_after_s=rng.choice(HANGS_UP_AFTER),
        talk_s=rng.choice((20.0, 60.0, 240.0)),
    )


def officer(rng: random.Random) -> ScriptedPhone:
    """Return how an officer's phone behaves this time."""
    return ScriptedPhone(parse_behaviour(rng.choice(OFFICERS)))
