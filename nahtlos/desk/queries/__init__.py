"""What composed pages show."""

from nahtlos.desk.queries.case_file import CaseFile, case_file
from nahtlos.desk.queries.log import log_lines
from nahtlos.desk.queries.operator import Operator, operator, operator_organisation
from nahtlos.desk.queries.postbox import postbox
from nahtlos.desk.queries.start import StartPage, start_page, waiting_for

__all__ = [
    "CaseFile",
    "Operator",
    "StartPage",
    "case_file",
    "log_lines",
    "operator",
    "operator_organisation",
    "postbox",
    "start_page",
    "waiting_for",
]
