"""Calls in progress: the caller's leg, the officers' legs, and the webhooks about them."""
