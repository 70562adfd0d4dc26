"""The parts that read `branches.yaml`; `ivr/branches.py` is the way in."""
