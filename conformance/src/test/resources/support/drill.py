"""Functions that the experiments of the corpus call. Plain Python: nothing here needs Chaos Toolkit."""

import hashlib
import os
import time


def echo(value=None):
    return value


def keep(line, path="trace.txt"):
    """Adds a line to a file, to show that and when it was called."""
    with open(path, "a") as trace:
        trace.write(f"{line}\n")
    return line


def fail(message="out of order"):
    raise RuntimeError(message)


def nothing():
    pass
