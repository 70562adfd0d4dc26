"""The project's own files, as guards read them."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "ivr",
    "models",
    "jobs",
    "duty",
    "accounts",
    "callbacks",
    "figures",
    "documents",
    "backups",
    "privacy",
    "monitoring",
    "sample",
    "web",
    "commands",
    "simulator",
)
MODULES = ("app.py", "boot.py", "supervisor.py", "gunicorn.conf.py")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources() -> dict[str, ast.Module]:
    """Return every module of the project, by its path from the checkout; tests are not in it."""
    paths = [ROOT / name for name in MODULES]
    paths += [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in paths}


def in_folder(folder: str) -> dict[str, ast.Module]:
    """Return the modules below a folder."""
    return {path: tree for path, tree in sources().items() if path.startswith(f"{folder}/")}


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Yield each node of these kinds with the path of its module."""
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield path, node


def functions() -> Iterator[tuple[str, Function]]:
    """Yield every function with `path:name`."""
    for path, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, Function)
        yield f"{path}:{node.name}", node


def imported(tree: ast.AST) -> set[str]:
    """Return the names of all modules that a piece of code imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import names its whole path"
            names.add(node.module or "")
    return names


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is in git, or is about to be; skips the test where there is no git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git, or no checkout: which files belong to the project is not known")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Yield the text of every tracked file that has one, with its path from the checkout."""
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
