"""Who runs this installation, as its public pages name it."""

from dataclasses import dataclass

from django.conf import settings

from nahtlos.organisations.models import Organisation

PUBLIC_FACTS = ("name", "street", "postcode", "city", "phone", "email")


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this installation, as the legal pages name it; empty texts are said to be
    missing.
    """

    organisation: Organisation | None
    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    represented_by: str = ""
    data_protection: str = ""
    enforcement: str = ""
    server_logs: str = ""


def operator() -> Operator:
    """The operator, from its own entry in the directory and from the settings. One statement."""
    run_by = operator_organisation()
    known = {name: getattr(run_by, name) for name in PUBLIC_FACTS} if run_by else {}
    return Operator(
        organisation=run_by,
        represented_by=settings.REPRESENTED_BY,
        data_protection=settings.DATA_PROTECTION,
        enforcement=settings.ENFORCEMENT,
        server_logs=settings.SERVER_LOGS,
        **known,
    )


def operator_organisation() -> Organisation | None:
    """The organisation that runs this installation and receives what the public reports; None where
    none is set.
    """
    return Organisation.objects.filter(key=settings.OPERATOR).first() if settings.OPERATOR else None
