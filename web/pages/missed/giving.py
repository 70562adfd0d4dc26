"""Many missed callers given to one officer, who has them claimed for half an hour."""

from flask import request
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from models.lists.missed import MissedCaller
from web.pages.missed.blueprint import board_now, missed
from web.pages.missed.bulk import each_of, ticked, wrong
from web.pages.missed.doing import Doing, Refused
from web.pages.missed.forms import CloseForm
from web.pages.missed.listing import Sent, list_page
from web.pages.missed.serving import serving
from web.session import needs
from web.texts.missed_deeds import BULK


@missed.post("/assign")
@needs(Right.CLOSE_CALLBACKS)
def assign_many() -> ResponseReturnValue:
    """Give all that were ticked to an officer of their branches."""
    ids, board = ticked(), board_now()
    officer = board.posts().get(request.form.get("to_officer", ""))
    why = wrong(ids) or (None if officer else BULK["nobody_chosen"])
    if why is not None or officer is None:
        return list_page(Sent(why or BULK["none"], frozenset(ids), CloseForm(formdata=None)))

    def give(work: Doing, caller: MissedCaller) -> None:
        if officer.id not in serving(work.board, caller.branch):
            raise Refused(BULK["not_serving"])
        work.give(caller.id, officer.id, officer.post)

    return each_of(ids, Right.CLOSE_CALLBACKS, "given", give)
