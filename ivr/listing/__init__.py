"""The carrier's own lists of calls and recordings, page by page; asked from the worker only."""
