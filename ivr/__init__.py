"""The telephone side: webhooks in, decisions, events down, TwiML out."""
