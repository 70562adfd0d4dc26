"""Duty (trực): who is to answer at which minute, and when nobody is."""
