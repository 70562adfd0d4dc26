"""Sealing at rest: keys, what they seal, and a storage whose audio is sealed."""
