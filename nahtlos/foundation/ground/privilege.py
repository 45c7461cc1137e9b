"""How PostgreSQL is started by root, which it refuses. Root enters a user namespace in which it is
an ordinary user, so the data stays root's own and private; where namespaces are forbidden it
becomes uid 65534 and keeps only the right to pass private folders above the data."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from nahtlos.foundation.ground.state import GroundError

NOBODY = 65534
NAMESPACE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
OTHER_USER = [
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
]
# lets the programs see with that right too, not only open, below another person's private home
OTHER_USER_SEEING = [*OTHER_USER, "--securebits=+no_setuid_fixup", "--"]
OTHER_USER_PLAIN = [*OTHER_USER, "--"]


def works(prefix: list[str], program: Path, directory: Path) -> bool:
    """Whether `program` can run and `directory` can be used behind the prefix."""
    if shutil.which(prefix[0]) is None:
        return False
    test = ["sh", "-c", 'test -w "$1" && test -x "$1" && exec "$2" --version', "sh"]
    command = [*prefix, *test, str(directory), str(program)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def as_owner(uid: int, gid: int) -> list[str]:
    return ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--"]


def choices(directory: Path) -> list[list[str]]:
    """The prefixes to try for a folder, by who owns what lies in it."""
    owner = directory.stat()
    if owner.st_uid == 0:
        return [NAMESPACE, OTHER_USER_SEEING, OTHER_USER_PLAIN]
    if owner.st_uid == NOBODY:
        return [OTHER_USER_SEEING, OTHER_USER_PLAIN]
    # a root shell in the checkout of an ordinary user: the data stays that user's
    return [as_owner(owner.st_uid, owner.st_gid)]


def command_prefix(program: Path, directory: Path) -> list[str]:
    """What to put before `program` so that it runs unprivileged and may use `directory`."""
    if os.geteuid() != 0:
        return []
    for prefix in choices(directory):
        if works(prefix, program, directory):
            return prefix
    raise GroundError(
        "PostgreSQL startet nicht als root, und dieser Rechner lässt keinen Wechsel des Benutzers "
        "zu. Bitte als gewöhnlicher Benutzer starten oder DATABASE_URL und DATABASE_OWNER_URL auf "
        "ein vorhandenes PostgreSQL setzen."
    )
