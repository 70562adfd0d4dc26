"""Charts as SVG from the server: no script, no style, and a table that says the same in figures."""
