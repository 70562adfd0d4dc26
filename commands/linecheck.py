"""`flask linecheck`: call officers' numbers, or the public number, to check them."""

import click

from commands import period, told
from commands.linecheck_report import report
from duty.line_checks import UnderWay
from ivr import labels
from ivr.carrier import CarrierAway
from ivr.flow.words import CheckKind
from ivr.spool import Spool
from jobs.schedule import Work
from jobs.through_checks import NoSecondNumber
from models.duty.officers import by_code
from models.line_checks import LineCheck

NO_SECOND_NUMBER = (
    "chưa có số thứ hai để tự gọi vào tổng đài: mua thêm một số ở nhà mạng, ghi vào own_numbers"
    " trong tệp nhánh\n  · there is no second number to call the hotline from: get one at the"
    " carrier, and write it under own_numbers in the branches file"
)


@click.group()
def linecheck() -> None:
    """Kiểm tra đầu số · check the officers' numbers, and the whole way in."""


linecheck.add_command(report)


@linecheck.command()
@click.argument("officer", required=False)
@click.option(
    "--branch",
    metavar="MÃ|PHÍM",
    help="Gọi thử toàn tuyến: số công bố, phím của nhánh · the whole way to a branch.",
)
def run(officer: str | None, branch: str | None) -> None:
    """Gọi kiểm tra ngay số của cán bộ OFFICER (mã), hoặc cả đường vào một nhánh.

    · check an officer's number now, or the whole way in, through the public number and its menu.
    """
    if (officer is None) == (branch is None):
        raise click.UsageError("OFFICER hoặc --branch · an officer's code, or --branch")
    if officer is not None:
        _call(officer, CheckKind.LINE)
    else:
        _call_through(period.branch_id(branch) or "")


@linecheck.command()
@click.argument("officer")
def verify(officer: str) -> None:
    """Gọi xác minh số của cán bộ OFFICER: nghe mã và bấm lại · verify a number by a code."""
    _call(officer, CheckKind.VERIFY)


def _work() -> Work:
    hotline = period.hotline()
    return Work(hotline, Spool(hotline.settings.var_dir / "spool"))


def _call(code: str, kind: CheckKind) -> None:
    hotline = period.hotline()
    with period.books() as session:
        row = by_code(session, code)
    if row is None:
        raise click.ClickException(
            f"không có cán bộ {code!r} trong lịch trực · no officer {code!r} in the roster"
        )
    switchboard = hotline.board.board.switchboard
    try:
        made = _work().checker.call(switchboard, row, kind, now=hotline.clock())
    except (CarrierAway, UnderWay) as error:
        raise _refused(error) from error
    _tell(f"{row.post_vi} ({told.number(row.number)})", made)


def _call_through(branch: str) -> None:
    hotline = period.hotline()
    switchboard = hotline.board.board.switchboard
    found = switchboard.branch(branch) or switchboard.desk
    try:
        made = _work().way_checker.call(switchboard, found, now=hotline.clock())
    except NoSecondNumber as error:
        raise click.ClickException(NO_SECOND_NUMBER) from error
    except (CarrierAway, UnderWay) as error:
        raise _refused(error) from error
    _tell(f"{told.number(switchboard.hotline)} → {found.name.vi}", made)


def _refused(error: CarrierAway | UnderWay) -> click.ClickException:
    if isinstance(error, UnderWay):
        return click.ClickException(
            "đang có một lần kiểm tra, xin thử lại sau năm phút · a check is under way"
        )
    return click.ClickException(
        f"nhà mạng không nhận cuộc gọi ({error}) · the carrier does not take the call"
    )


def _tell(what: str, made: LineCheck) -> None:
    grade = labels.GRADES[made.grade].vi if made.grade else "đang gọi · calling"
    click.echo(f"{what}: {grade}")
    click.echo("Kết quả · result: flask --app app linecheck report")
