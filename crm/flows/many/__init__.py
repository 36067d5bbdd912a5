"""Acts upon many customers at once: chosen rows of a list, or all that a filter finds (product: Pages).

Each is one transaction and one batch, judges every row by the rules of the act upon one, writes in few statements,
and can be undone whole. Rows that somebody else may not see are as absent as rows that do not exist; rows that would
not change leave no trace.
"""

from crm.flows.many.chosen import Outcome, Refused
from crm.flows.many.deletion import delete_many
from crm.flows.many.edits import change_status_of_many, tag_many
from crm.flows.many.followups import add_followups
from crm.flows.many.moves import move_many
from crm.flows.many.undo import Undone, undo_batch

__all__ = [
    "Outcome",
    "Refused",
    "Undone",
    "add_followups",
    "change_status_of_many",
    "delete_many",
    "move_many",
    "tag_many",
    "undo_batch",
]
