"""Which property fits which request, how well, why, and why not (rules: Matching).

`scoring` is the one pure function; `gates` say in SQL and in Python which pairs are looked at at all; `finding` reads
the pairs of one property or of one request; `relaxing` says what would open more; `words` makes sentences of reasons.
"""
