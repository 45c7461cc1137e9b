"""What composed pages show."""

from nahtlos.desk.queries.log import log_lines
from nahtlos.desk.queries.operator import Operator, operator, operator_organisation
from nahtlos.desk.queries.postbox import postbox
from nahtlos.desk.queries.start import waiting_for

__all__ = [
    "Operator",
    "log_lines",
    "operator",
    "operator_organisation",
    "postbox",
    "waiting_for",
]
