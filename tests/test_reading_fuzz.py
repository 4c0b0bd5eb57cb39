"""Files at random: whatever stands in one, it is read or refused with faults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import FaultsFound
from reportgen.evidence.cycle import Cycle, Partnership
from reportgen.evidence.disclosure import Published
from reportgen.evidence.observations import Observation
from reportgen.evidence.outline import Outline
from reportgen.pages.narrative import narrate
from reportgen.reading import Entry, read_rows, read_toml

COLUMNS = [name for name in Observation.model_fields if name != "place"]


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_faults(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """No file breaks the reader of tables in another way than by its faults."""
    folder = tmp_path_factory.getbasetemp() / "rows.csv"
    folder.write_bytes(data)

    with pytest.raises(FaultsFound) as found:
        read_rows(folder, "rows.csv", Observation)  # no random bytes are a table
    assert found.value.faults


CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["m1", "Oct 23", "60.0", "2024-05-31", "final", "public", "", "x"]),
)


@given(st.lists(st.lists(CELL, min_size=1, max_size=17), min_size=1, max_size=4))
def test_any_cells_are_rows_or_faults(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    """Below a good header, any cells at all give rows or faults with their row."""
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    lines = [",".join(COLUMNS), *(",".join(row) for row in cells)]
    path.write_bytes("\n".join(lines).encode())
    try:
        rows: list[Observation] = read_rows(path, "cells.csv", Observation)
        places = [row.place for row in rows]
    except FaultsFound as found:
        places = [fault.place for fault in found.faults]

    assert {"cells.csv"} == {place.file for place in places}


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
    st.sampled_from([Cycle, Partnership, Outline]),
)
def test_any_bytes_are_toml_or_faults(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, model: type[Entry]
) -> None:
    """No file breaks the reader of settings in another way than by its faults."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)

    with pytest.raises(FaultsFound) as found:
        read_toml(path, "any.toml", model)  # each model has keys that must be given
    assert found.value.faults


TOML = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.just('"x"'), st.just("2024-05-31")),
    lambda inner: st.lists(inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([*Cycle.model_fields, "other"]), TOML))
def test_any_values_are_a_cycle_or_faults(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    """Known keys with values of any kind are told by their key."""
    path = tmp_path_factory.getbasetemp() / "values.toml"
    lines = [f"{key} = {value}".replace("'", "") for key, value in values.items()]
    path.write_text("\n".join([*lines, "# end"]).lower(), "utf-8")
    with pytest.raises(FaultsFound) as found:
        read_toml(path, "values.toml", Cycle)  # no list of reports can be made of these

    told = {
        (fault.place.column or "").partition(".")[0] for fault in found.value.faults
    }
    assert told <= {*Cycle.model_fields, "other"}
    assert told >= set(Cycle.model_fields) - set(values)


FRAGMENT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("{{ t2.value }}", "{{ t2", "}}", "{%", "%}", "{#", "\n", "\n\n", "# "),
            *("claim(t5.value, ", '"words"', ")", "cite(", "[^1]", "[^1]: ", "<b>"),
            *("![a](b)", "[a](javascript:x)", "| a |\n|---|\n", "> ", "- ", "\ue000"),
            *(
                "0\ue001",
                "12%",
                "2024",
                "`",
                "&amp;",
                "<!--",
                "\\",
                "\x00",
                "{{ a() }}",
            ),
        ]
    ),
)


@given(st.lists(FRAGMENT, max_size=12).map("".join), st.integers(2, 3))
def test_any_commentary_is_html_or_faults(
    published: Published, text: str, level: int
) -> None:
    """No commentary breaks the narrator, runs a script, or shows a placeholder."""
    made = narrate(text, "any.md", published, level)

    assert all("any.md" == fault.place.file for fault in made.faults)
    assert all(fault.what and fault.cure for fault in made.faults)
    assert "<script" not in made.html
    assert 'href="javascript' not in made.html
    assert "\ue000" not in made.html
