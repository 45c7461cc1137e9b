"""Files of a case: taken by their content, sealed, downloaded and never shown by the browser."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client

from nahtlos.cases.actions import add_member, mark_closed
from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent
from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.records import actions, queries
from nahtlos.records.models import Attachment
from nahtlos.records.rules.files import LARGEST
from tests.cases.made import inside, membership
from tests.cast import FOREIGN
from tests.consents.asking import signed
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.records_room.made import a_case
from tests.records_room.test_pages_notes import url
from tests.records_room.test_rules_files import PDF, PNG

NAME = "Bescheid Tante Balbina.pdf"


def attached(case: Case, content: bytes = PDF, name: str = NAME) -> Attachment:
    """A file of Aylin's."""
    with inside() as aylin:
        return actions.attach(actor=aylin, case=case, name=name, content=content)


def sent(case: Case, client: Client, content: bytes, name: str, stamp: str = "") -> Page:
    """The page after sending a file."""
    upload = SimpleUploadedFile(name, content, content_type="application/x-anything")
    body = {"file": upload, "stamp": stamp or stamps.issue()}
    return Page(client.post(url(case, "files"), body, follow=True))


def test_a_file_comes_out_as_it_went_in(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    page = sent(case, client, PDF, NAME)
    assert NAME in page.text
    assert "nicht geprüft" in page.text
    link = next(one for one in page.links() if "/dateien/D-" in one)
    with recorded() as found:
        answer = client.get(link)
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert said(found) == [("opened", "attachment", case.code)]
    assert_by(found, "aylin", "Balbina", "Bescheid")


def test_name_and_content_are_sealed(db: None) -> None:
    case = a_case()
    attached(case, b"Balbina wohnt in der Kammer")
    with inside(), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM records_attachment c")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "Balbina" not in rows
    assert "QmFsYmluY" not in rows  # base64 of the same


def test_a_double_click_brings_one_file(as_: Callable[[str], Client]) -> None:
    case, client, stamp = a_case(), as_("aylin"), stamps.issue()
    for _ in range(2):
        sent(case, client, PNG, "foto.png", stamp)
    with inside():
        assert Attachment.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<script>alert(1)</script>", "harmlos.pdf", "Diese Art von Datei nimmt Nahtlos nicht an"),
        (b"MZ" + b"\x00" * 99, "bild.png", "Diese Art von Datei nimmt Nahtlos nicht an"),
        (b"", "leer.txt", "Diese Datei ist leer."),
        (b"x" * (LARGEST + 1), "gross.txt", "Diese Datei ist zu groß: höchstens 5 MB."),
    ],
)
def test_what_is_not_taken_is_said(
    as_: Callable[[str], Client], content: bytes, name: str, sentence: str
) -> None:
    case = a_case()
    page = sent(case, as_("aylin"), content, name)
    assert page.status == 422
    assert sentence in page.beside("file")
    with inside() as aylin:
        assert queries.files_of(aylin, case) == []


def test_no_file_at_all_is_said(as_: Callable[[str], Client]) -> None:
    case = a_case()
    answer = as_("aylin").post(url(case, "files"), {"stamp": stamps.issue()})
    assert "Bitte wählen Sie eine Datei aus." in Page(answer).beside("file")


def test_only_who_brought_it_removes_it(as_: Callable[[str], Client]) -> None:
    case = a_case()
    file = attached(case)
    with inside() as aylin:
        add_member(actor=aylin, case=case, membership=membership("bernd"))
    address = url(case, "remove_file", attachment=file.code)
    assert as_("bernd").get(url(case, "file", attachment=file.code)).status_code == 200
    assert as_("bernd").post(address).status_code == 404
    with recorded() as found:
        page = Page(as_("aylin").post(address, follow=True))
    assert "Die Datei ist gelöscht." in page.text
    assert ("ended", "attachment", case.code) in said(found)


def test_strangers_and_colleagues_find_nothing(as_: Callable[[str], Client]) -> None:
    case = a_case()
    file = attached(case)
    for who in ("bernd", "helga", "cem"):
        client = as_(who)
        assert client.get(url(case, "files")).status_code == 404
        assert client.get(url(case, "file", attachment=file.code)).status_code == 404
    other = a_case()
    assert as_("aylin").get(url(other, "file", attachment=file.code)).status_code == 404
    with inside("cem", FOREIGN) as cem, pytest.raises(Http404):
        actions.attach(actor=cem, case=case, name=NAME, content=PDF)


def test_deleting_an_attachment_never_changes_consent_state(db: None) -> None:
    case = a_case()
    consent, file = signed(case), attached(case)
    with inside() as aylin:
        before = Consent.objects.filter(pk=consent.pk).values().get()
        actions.remove_attachment(actor=aylin, case=case, code=file.code)
        assert not Attachment.objects.filter(pk=file.pk).exists()
        assert Consent.objects.filter(pk=consent.pk).values().get() == before


def test_a_closed_case_is_read_only(as_: Callable[[str], Client]) -> None:
    case = a_case()
    file = attached(case)
    with inside() as aylin:
        mark_closed(actor=aylin, case=case, closing="reached")
        with pytest.raises(Refused):
            actions.attach(actor=aylin, case=case, name=NAME, content=PDF)
        with pytest.raises(Refused):
            actions.remove_attachment(actor=aylin, case=case, code=file.code)
    assert as_("aylin").get(url(case, "file", attachment=file.code)).content == PDF


def test_the_list_reads_no_content(db: None) -> None:
    case = a_case()
    attached(case)
    with inside() as aylin, connection.execute_wrapper(_no_content):
        (line,) = queries.files_of(aylin, case)
    assert (line.name, line.kind, line.size) == (NAME, "PDF", "1 KB")


def _no_content(
    execute: Callable[..., object], sql: str, params: object, many: bool, context: object
) -> object:
    assert "content_text" not in sql
    return execute(sql, params, many, context)
