"""Which organisation's rows are seen: one transaction-local setting, one policy a table, every
table declared.
"""

from nahtlos.foundation.tenancy.context import INSTALLATION, current_organisation, tenant
from nahtlos.foundation.tenancy.declared import Tenancy

__all__ = ["INSTALLATION", "Tenancy", "current_organisation", "tenant"]
