"""The one write of a webhook: an event, appended in a single durable statement."""
