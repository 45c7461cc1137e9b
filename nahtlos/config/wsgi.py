"""The server's entry point; refuses to serve an installation that is not safe."""

import os
import sys

from django.core.checks import ERROR, run_checks
from django.core.wsgi import get_wsgi_application

from nahtlos.foundation.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahtlos.config.settings")
application = get_wsgi_application()

# Commands run the checks by themselves, a server does not. 3 is what the server's master process
# understands as "do not try again".
_problems = [problem for problem in run_checks(databases=["default"]) if problem.level >= ERROR]
if _problems:
    for problem in _problems:
        sys.stderr.write(f"{problem}\n")
    sys.exit(3)

settle()
