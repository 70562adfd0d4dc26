"""What is heavy is loaded when a paper is asked for: the web process has all of this at hand."""

import subprocess
import sys

from tests.guards.sources import ROOT

MODULES = "csv docx monthly pdf xlsx poster.render poster.register charts.heat_map"
HEAVY = "docx lxml segno typst xlsxwriter"
CODE = f"""
import importlib, sys
for name in {MODULES.split()!r}:
    importlib.import_module("documents." + name)
print(*sorted(set(sys.modules) & set({HEAVY.split()!r})))
"""


def test_nothing_heavy_is_loaded_before_it_is_needed():
    told = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == []
