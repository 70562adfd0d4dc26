"""The document that answers callers elsewhere while all of ours is down."""
