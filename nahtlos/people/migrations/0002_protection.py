"""Puts every table of the room under its policy and grants what the sign-in library brought
along.
"""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import (
    ALL,
    GrantLibraryTables,
    GrantMachineryTable,
    ProtectMembershipTable,
    ProtectTenantTable,
)

LIBRARY = {
    "account_emailaddress": ALL,
    "account_emailconfirmation": ALL,
    "mfa_authenticator": ALL,
    "usersessions_usersession": ALL,
    "django_session": ALL,
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "procrastinate_jobs": ALL,
    "procrastinate_events": ALL,
    "procrastinate_periodic_defers": ALL,
    "procrastinate_workers": ALL,
}


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("organisations", "0002_protection"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        GrantMachineryTable("Account"),
        ProtectMembershipTable("Membership"),
        ProtectTenantTable("Invitation"),
        GrantLibraryTables(
            LIBRARY,
            sequences=[
                "account_emailaddress_id_seq",
                "account_emailconfirmation_id_seq",
                "mfa_authenticator_id_seq",
                "usersessions_usersession_id_seq",
                "procrastinate_jobs_id_seq",
                "procrastinate_events_id_seq",
                "procrastinate_periodic_defers_id_seq",
                "procrastinate_workers_id_seq",
            ],
            functions="procrastinate",
        ),
    ]
