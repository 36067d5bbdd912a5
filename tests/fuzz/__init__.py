"""Anything typed, anywhere: through the HTTP doors, on whichever database the suite runs."""
