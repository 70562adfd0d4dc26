"""By which definitions figures are counted: every export names them, to be counted again."""

VERSION = "2026-11"  # changes with docs/figures.md, where a figure comes out otherwise than before
