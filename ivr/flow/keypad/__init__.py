"""The officer's keypad: a day's work by telephone, without a browser."""
