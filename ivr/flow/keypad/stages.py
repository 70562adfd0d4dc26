"""The stages at which an officer works by keypad, with a PIN or because we called."""

from ivr.flow.words import Stage

KEYPAD = frozenset(
    {
        *(Stage.PIN, Stage.OFFICER, Stage.OWED, Stage.DIALED, Stage.SPOKEN),
        *(Stage.LATER, Stage.LATER_OK, Stage.ON_DUTY, Stage.OFF_DUTY, Stage.STAND_IN),
        *(Stage.RESULT, Stage.PASS_ON, Stage.CALLED, Stage.WRAP_UP, Stage.AWAY),
    }
)
