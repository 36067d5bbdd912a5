"""The audit trail tells edits, and nothing else."""


def test_a_login_leaves_no_history_row(agent, browser):
    before = agent.history.count()
    agent.save(update_fields=["last_login"])
    assert agent.history.count() == before


def test_an_edit_of_a_kept_column_leaves_one(agent):
    before = agent.history.count()
    agent.may_export = False
    agent.save(update_fields=["may_export", "theme"])
    assert agent.history.count() == before + 1
