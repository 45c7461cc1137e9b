"""The organisation's own list stays readable and small when there are many offers."""

from django.test import Client

from nahtlos.directory.models import Offer
from nahtlos.foundation.tenancy import tenant
from tests.cast import organisation, organisation_id, sign_in


def _many(count: int) -> None:
    home = organisation()
    with tenant(organisation_id()):
        Offer.objects.bulk_create(
            Offer(
                organisation=home,
                slug=f"viel-{n}",
                key=f"viel-{n}",
                title=f"Viel {n:03}",
                state="published",
            )
            for n in range(count)
        )


def _shown(client: Client, page: str) -> tuple[int, str]:
    text = client.get(f"/intern/angebote/{page}").content.decode()
    return text.count("/bearbeiten/"), text


def test_many_offers_come_in_pages_and_the_heading_counts_all_of_them(db: None) -> None:
    client = sign_in("aylin")
    published = Offer.objects.filter(organisation=organisation(), state="published").count()
    _many(120)
    rows, text = _shown(client, "")
    assert rows <= 51
    assert f"({published + 120})" in text
    assert "Nächste Seite" in text
    assert "Vorige Seite" in _shown(client, "?seite=2")[1]


def test_a_page_that_is_no_number_is_the_first(db: None) -> None:
    client = sign_in("aylin")
    assert _shown(client, "?seite=abc")[0] == _shown(client, "")[0]
    assert _shown(client, "?seite=-3")[0] == _shown(client, "")[0]
