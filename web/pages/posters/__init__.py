"""Niêm yết: the poster as the configuration makes it, and the register of where it hangs."""
