"""A made-up history, labelled as such, for whoever looks at the pages before there are calls.

Every call is played by the flow itself, and told, written and worked off by the same code as a
citizen's. Its ids begin with SAMPLE, its callers' numbers with +8450505, which nobody has.
"""
