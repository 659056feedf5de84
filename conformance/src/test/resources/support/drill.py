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


def tree():
    return {
        "n": [10, 20, 30, 40],
        "shop": [
            {"name": "pen", "price": 3},
            {"name": "cup", "price": 7},
            {"name": "jar", "price": 9, "sold": False},
        ],
        "a key": "odd",
    }


def below(value, limit):
    return value < limit


def has_status(value, status):
    return value["status"] == status


def refuse(value):
    raise ValueError(f"{value} cannot be judged")
