"""What the code may do where: time, transactions, environment, imports, sizes, docstrings."""

import ast
import statistics
import sys
from collections import Counter

from tests.guards.sources import ROOT, Function, functions, imported, in_folder, nodes, sources

# A path of `module:function`, and why more than five parameters are right there.
MANY_PARAMETERS: dict[str, str] = {
    "callbacks/claims.py:next_owed": "each one narrows down what is asked for",
}
# A path of `module:function`, and why more than sixty lines are right there.
LONG_FUNCTIONS: dict[str, str] = {}
OURS = {"app", "boot", "commands", "figures", "ivr", "jobs", "models", "supervisor", "web"}


def called(node: ast.AST) -> str:
    """Return what a call calls, as it is written: `datetime.now`."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def places(*calls: str) -> set[str]:
    """Return the modules in which one of these is called."""
    return {path for path, node in nodes(ast.Call) if called(node) in calls}


def test_the_clock_is_read_in_one_place():
    clocks = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")

    assert places(*clocks) == {"app.py", "simulator/clock.py"}


def test_nothing_commits_but_the_border_of_the_database():
    commits = {path for path, node in nodes(ast.Call) if called(node).endswith(".commit")}

    allowed = {"models/session.py", "models/appending/sqlite.py", "models/appending/postgres.py"}
    assert commits <= allowed


def test_the_environment_is_read_by_settings_and_by_what_starts_processes():
    readers = {
        path
        for path, node in nodes(ast.Attribute, ast.Name)
        if ast.unparse(node) in ("os.environ", "os.getenv", "environb", "getenv")
    }

    allowed = {"boot.py", "supervisor.py", "gunicorn.conf.py", "simulator/__main__.py"}
    assert readers <= allowed | {"ivr/settings.py"}


def test_nothing_sleeps_but_who_watches_processes():
    assert places("time.sleep") <= {"supervisor.py"}


def test_imports_stand_at_the_top_but_for_what_is_heavy_and_rare():
    unexplained = []
    for name, function in functions():
        inside = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
        lines = source_lines(name)
        for node in inside:
            line = lines[node.lineno - 1]
            above = lines[node.lineno - 2]
            if "noqa: PLC0415" not in line + lines[(node.end_lineno or node.lineno) - 1] + above:
                unexplained.append(f"{name}: {line.strip()}")

    assert unexplained == []


def source_lines(name: str) -> list[str]:
    return (ROOT / name.partition(":")[0]).read_text("utf-8").splitlines()


def test_decisions_import_the_standard_library_only():
    foreign = {
        (path, name)
        for path, tree in in_folder("ivr/flow").items()
        for name in imported(tree)
        if not name.startswith("ivr.flow") and name.split(".")[0] not in sys.stdlib_module_names
    }
    impure = {
        (path, name)
        for path, tree in in_folder("ivr/flow").items()
        for name in imported(tree)
        if name.split(".")[0] in ("os", "time", "random", "logging", "threading", "io", "pathlib")
    }

    assert foreign == set()
    assert impure == set()


def test_the_simulated_carrier_imports_nothing_of_ours():
    shared = {
        (path, name)
        for path, tree in in_folder("simulator").items()
        for name in imported(tree)
        if name.split(".")[0] in OURS | {"twilio"}
    }

    assert shared == set()


def test_nothing_imports_the_application():
    assert {path for path, tree in sources().items() if "app" in imported(tree)} == set()


def test_log_lines_are_words_and_their_fields_stand_in_extra():
    faults = []
    for path, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if not called(node).startswith(("log.", "logger.", "logging.getLogger(")):
            continue
        if any(isinstance(a, ast.JoinedStr | ast.BinOp) for a in node.args):
            faults.append(f"{path}:{node.lineno}")

    assert faults == []


# Sizes.


def lines_of(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters_of(node: Function) -> int:
    spec = node.args
    names = [argument.arg for argument in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def test_functions_are_short():
    sizes = {name: lines_of(node) for name, node in functions()}
    lengths = sorted(sizes.values())

    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30
    assert {name for name, size in sizes.items() if size > 60} == set(LONG_FUNCTIONS)


def test_functions_take_few_parameters():
    assert {n for n, node in functions() if parameters_of(node) > 5} == set(MANY_PARAMETERS)


def test_files_are_short():
    long = {path: len(source_lines(path)) for path in sources() if len(source_lines(path)) > 300}

    assert long == {}


def test_folders_are_small():
    """Past fifteen files a folder wants a second level; ivr holds one layer more than that."""
    counts = Counter(path.rpartition("/")[0] for path in sources())

    assert {folder for folder, count in counts.items() if count > 24} == set()


# Docstrings.


def undocumented(tree: ast.Module) -> list[str]:
    """Return the public classes and functions of a module that say nothing of themselves."""
    found = [] if ast.get_docstring(tree) else ["the module"]

    def look(body: list[ast.stmt]) -> None:
        for node in body:
            if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
                continue
            is_setter = any(ast.unparse(d).endswith(".setter") for d in node.decorator_list)
            if not ast.get_docstring(node) and not is_setter:
                found.append(node.name)
            if isinstance(node, ast.ClassDef):
                look(node.body)

    look(tree.body)
    return found


def test_everything_public_says_what_it_is():
    silent = {path: names for path, tree in sources().items() if (names := undocumented(tree))}

    assert silent == {}
