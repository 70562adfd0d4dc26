"""The search form of the calls. It is posted, so that a number is in no address."""

from collections.abc import Mapping

from wtforms import BooleanField, SelectField, StringField

from accounts.rights import Right
from duty.changes import every_branch
from ivr import labels
from ivr.flow.board import Board
from ivr.flow.words import Text
from web.forms import DeskForm, at_most, stripped
from web.pages.calls.asking import PERIODS, VERDICTS
from web.pages.roster.books import numbered
from web.session import reach_of
from web.showing import language
from web.texts import calls as texts
from web.texts.calls import CALLS

LONGEST = 40


class FindForm(DeskForm):
    """What is looked for."""

    number = StringField(filters=[stripped], validators=[at_most(LONGEST)])
    code = StringField(filters=[stripped], validators=[at_most(LONGEST)])
    branch = SelectField(default="")
    verdict = SelectField(default="")
    officer = SelectField(default="")
    period = SelectField(default="")
    since = StringField(filters=[stripped], validators=[at_most(LONGEST)])
    until = StringField(filters=[stripped], validators=[at_most(LONGEST)])
    tests = BooleanField()
    why = StringField(filters=[stripped], validators=[at_most(200)])

    def offer(self, choices: Mapping[str, Mapping[str, Text]]) -> None:
        """Let these be chosen, or nothing."""
        for name, named in choices.items():
            none = CALLS["any_time" if name == "period" else "any"].in_(language())
            said = [(value, text.in_(language())) for value, text in named.items()]
            self[name].choices = [("", none), *said]


def choices(board: Board) -> dict[str, dict[str, Text]]:
    """Return what whoever is signed in may choose, with its names."""
    reach = reach_of(Right.SEE_CALLS)
    own = [each for each in every_branch(board.switchboard) if reach.covers(each.id)]
    posts = {officer.id: officer.post for id, officer in board.officers() if reach.covers(id)}
    verdicts = {verdict.value: label for verdict, label in labels.VERDICTS.items()}
    return {
        "branch": {branch.id: numbered(branch) for branch in own},
        "verdict": {name: (texts.VERDICT_GROUPS | verdicts)[name] for name in VERDICTS},
        "officer": dict(sorted(posts.items(), key=lambda each: (each[1].vi, each[0]))),
        "period": {name: texts.PERIODS[name] for name in PERIODS},
    }
