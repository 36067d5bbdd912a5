"""A customer's history as people read it, and earlier values to put back (rules: Audit and privacy)."""
