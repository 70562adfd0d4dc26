"""What a webhook costs, measured side by side in one run; never in tests."""
