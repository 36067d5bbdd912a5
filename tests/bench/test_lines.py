"""A line of the benchmark says plainly whether it reaches its target."""

from bench.files import Transfer
from bench.measuring import Line
from bench.operations import Target
from bench.report import BEGIN, END, REACHED, cells, file_cells, write

SECOND = [0.001] * 20


def line(**changes):
    took = {"this": [0.003] * 20, "U": SECOND, "F": SECOND, "small": [0.003] * 20}
    facts = {"target": Target(u=4), "growth_target": 1.3, "most_queries": 6, "took": took, "queries": 5}
    return Line(name="list", door="API", who="agent", **{**facts, **changes})


def test_a_line_within_its_target_reaches_it():
    assert cells(line())[-1] == REACHED


def test_each_way_to_miss_is_said():
    assert "1.50 × what is allowed" in cells(line(target=Target(u=2)))[-1]
    assert (
        "growth 1.50" in cells(line(took={"this": [0.003] * 20, "U": SECOND, "F": SECOND, "small": [0.002] * 20}))[-1]
    )
    assert "7 queries" in cells(line(queries=7))[-1]
    assert "151 MB" in cells(line(memory=151))[-1]


def test_a_target_adds_f_and_u_or_counts_by_the_first_page():
    assert (line(target=Target(f=2, u=3)).allowed, str(Target(f=2, u=3))) == (0.005, "≤ 2 F + 3 U")
    assert str(Target(first=1.5)) == "≤ 1.5 × page 1"


def test_a_file_is_held_to_its_ratio_its_memory_and_its_first_byte():
    facts = {"name": "csv", "rows": 9, "seconds": 3, "best": 1, "target": "", "allowed": 3}
    assert file_cells(Transfer(**facts, memory=100, memory_small=95))[-1] == REACHED
    missed = file_cells(Transfer(**{**facts, "seconds": 4}, memory=140, memory_small=95, first_byte=6))[-1]
    assert all(word in missed for word in ("4.0 F", "memory 1.47", "first byte 6.0 U"))


def test_figures_are_put_between_their_marks(tmp_path, monkeypatch):
    monkeypatch.setattr("bench.report._machine", lambda database: "a machine")
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write(page, [line()], [], 1000, "")
    text = page.read_text(encoding="utf-8")
    assert (text.splitlines()[0], text.splitlines()[-1], "old" in text) == ("before", "after", False)
    assert "1 of 1 lines reach their target" in text
