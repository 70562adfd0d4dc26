"""A slow machine is no fault of the flow: its properties are checked without a deadline."""

from hypothesis import settings

settings.register_profile("flow", deadline=None)
settings.load_profile("flow")
