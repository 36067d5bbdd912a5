"""Events of listings, requests and matches. Each is sent by the flow that made it true, inside its transaction, with
`send()`: a receiver that raises undoes the whole flow. All carry `by` (who acted) and `at` (when).
"""

from django.dispatch import Signal

property_added = Signal()  # listing
properties_imported = Signal()  # listings: a list of new ones of one owner, out of a file
property_edited = Signal()  # listing, changed: the names of what is other now; what follows from it is among them
property_deleted = Signal()  # listing
property_restored = Signal()  # listing
properties_moved = Signal()  # listings: a list, giver and taker (users)
request_added = Signal()  # wish
request_edited = Signal()  # wish, changed
request_deleted = Signal()  # wish
# matches: new pairs of one owner, found or recorded by hand, with their property and request; all at once
matches_recorded = Signal()
# matches: pairs told of before that are worth telling again; why: a MatchNews
matches_renewed = Signal()
match_told = Signal()  # match, before: the status that it had
