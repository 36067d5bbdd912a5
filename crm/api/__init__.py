"""The customer book through the API (api: customers, interactions, follow-ups)."""
