"""The map beside the list: its outlines, its names, its pins."""

from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from nahtlos.directory.queries import mapping
from nahtlos.directory.rules.maps import Box, Label, Pin, box_around, readable, spread
from nahtlos.organisations.models import District
from tests.reading import Page

PLACES = some.tuples(some.floats(0, 600), some.floats(0, 800))


def names(page: Page) -> list[str]:
    """The names on the map."""
    return [one.text() for one in page.elements if one.attributes.get("class") == "nl-map__name"]


def drawn(page: Page, kind: str) -> set[str]:
    """The outlines of KIND on the map."""
    wanted = f"nl-map__{kind}"
    return {one.attributes["d"] for one in page.elements if one.attributes.get("class") == wanted}


def test_a_small_section_shows_its_districts_and_a_wide_one_the_laender(db: None) -> None:
    near = Page(Client().get("/suche/?q=beratung&ort=00120"))
    districts = District.objects.filter(land="MU")

    assert drawn(near, "district") == set(districts.values_list("outline", flat=True))
    assert set(names(near)) <= set(districts.values_list("name", flat=True))
    assert "Musterstadt" in names(near)

    wide = Page(Client().get("/suche/?q=beratung&ort=10115&weit=1"))
    assert not drawn(wide, "district")
    assert len(drawn(wide, "land")) == 16
    assert "Bayern" in names(wide)


def test_every_district_has_an_outline_with_a_name_inside_its_box(db: None) -> None:
    for district in District.objects.all():
        left, top, right, bottom = district.box
        assert district.outline.startswith("M")
        assert left <= district.label_x <= right, district
        assert top <= district.label_y <= bottom, district


def test_only_districts_that_the_section_shows_are_sent(db: None) -> None:
    districts = mapping._districts("earth")
    box = Box(300, 300, 200, 200)
    shown = [one.name for one in districts if box.touches(*one.box)]

    assert 10 < len(shown) < len(districts) / 2


@given(some.lists(PLACES, min_size=1, max_size=30), some.lists(PLACES, max_size=10))
def test_names_that_are_shown_stand_inside_and_apart(
    stands: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    box = box_around(points, (600, 800))
    pins = spread([Pin(n, x, y, "") for n, (x, y) in enumerate(points)], box)
    wanted = [Label(f"Kreis {n}", x, y) for n, (x, y) in enumerate(stands)]

    shown = readable(wanted, pins, box)

    for number, label in enumerate(shown):
        assert box.x <= label.x <= box.x + box.width
        assert box.y <= label.y <= box.y + box.height
        for other in shown[:number]:
            apart = abs(label.x - other.x) > box.width * 0.05
            assert apart or abs(label.y - other.y) >= box.width * 0.04
    assert [one.name for one in shown] == [
        one.name for one in wanted if one.name in {s.name for s in shown}
    ]


def test_a_name_gives_way_to_a_pin() -> None:
    box = Box(0, 0, 200, 200)
    (label,) = readable([Label("Ort", 100, 100)], [Pin(1, 100, 98, "")], box)

    assert label.y > 98 + box.width * 0.05
