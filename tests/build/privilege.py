"""Commands for what a user may not do: a network or mounts of one's own, in the way that the system offers."""

import functools
import os
import subprocess

import pytest

# Root needs no more than a namespace. A user gets one as root of a user namespace, or through sudo without a password;
# the command itself then runs as that user again, so that what it writes belongs to them.
WAYS = (
    ["unshare"],
    ["unshare", "--user", "--map-root-user"],
    ["sudo", "--non-interactive", "unshare"],
)
BACK = ["setpriv", f"--reuid={os.getuid()}", f"--regid={os.getgid()}", "--clear-groups"]


@functools.cache
def way_to(kind, setup):
    """How a command gets a namespace ('net' or 'mount') in which a line of shell can be run; None if in no way."""
    for way in WAYS:
        try:
            tried = subprocess.run([*way, f"--{kind}", "sh", "-c", setup], capture_output=True, timeout=30)
        except FileNotFoundError:
            continue
        if tried.returncode == 0:
            return way
    return None


def apart(kind, setup, command):
    """The command that runs 'setup' and then 'command' (with its arguments) in a namespace of its own.

    Where the system offers none the test says so and ends; in CI, where nothing may be left out, it fails.
    """
    way = way_to(kind, setup)
    if way is None:
        text = f"not run: this user may not make a {kind} namespace (no user namespaces, no sudo without a password)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(text)
    back = BACK if way[0] == "sudo" else []
    return [*way, f"--{kind}", "sh", "-c", f'{setup} && exec "$@"', "sh", *back, *command]
