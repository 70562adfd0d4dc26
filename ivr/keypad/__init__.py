"""The officer's keypad at the border: its webhooks, and its one way to the database."""
