"""Signing in with an account of somebody else's: OpenID Connect, where it is set up."""
