"""The sentences that the switchboard says, in every language."""
