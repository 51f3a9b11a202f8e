"""Promise: what a chart's usermeta asks for and cannot have stops the build, with the fault and its mend."""

import sys

import altair as alt
import pytest
import vl_convert
from sphinx.errors import ExtensionError

from tools.notebooks import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from charts import live  # noqa: E402


def compiled(**usermeta):
    """A small chart: a slider, a list, and one view named 'map'."""
    slope = alt.param(name="slope", value=1, bind=alt.binding_range(min=0, max=2, step=0.5, name="slope "))
    kind = alt.param(name="kind", value="a", bind=alt.binding_select(options=["a", "b"]))
    points = alt.Chart(alt.Data(values=[{"x": 1, "y": 2}]), name="map").mark_point().encode(x="x:Q", y="y:Q")
    chart = points.add_params(slope, kind).properties(usermeta=usermeta)
    return vl_convert.vegalite_to_vega(chart.to_dict())


@pytest.mark.parametrize(
    ("usermeta", "fault"),
    [
        ({"play": "epoch"}, "'epoch'.*no control.*one of: slope, kind"),
        ({"play": "kind"}, "'kind'.*no slider.*binding_range"),
        ({"click": {"view": "maps", "set": {"kind": "k"}}}, "view 'maps'.*name='maps'"),
        ({"click": {"view": "map", "set": {"sort": "k"}}}, "'sort'.*no control"),
        ({"drag": {"view": "map", "set": {"slope": "pointer.x"}}}, "where the handle is.*'handle'"),
        ({"drag": {"view": "map", "set": {"kind": "1"}, "handle": ["1", "1"]}}, "'kind'.*no slider"),
    ],
)
def test_an_impossible_wish_is_refused(usermeta, fault):
    with pytest.raises(ExtensionError, match=fault):
        live(compiled(**usermeta))


def test_possible_wishes_are_passed_on():
    told = live(
        compiled(
            play="slope",
            click={"view": "map", "set": {"kind": "k"}},
            drag={"view": "map", "set": {"slope": "pointer.x"}, "handle": ["slope", "0"]},
        )
    )
    assert told["play"] == "slope"
    assert told["drag"] == [{"view": "map"}]
    assert told["bound"] == ["slope", "kind"]
