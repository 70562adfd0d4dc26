"""The pages of officers and agencies: who they are, whether they are verified, and their PINs."""
