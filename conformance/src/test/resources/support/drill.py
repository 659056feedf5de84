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


def once(otherwise=None, path="called"):
    """Says ok at the first call; later calls say something else, or raise."""
    if not os.path.exists(path):
        open(path, "w").close()
        return "ok"
    if otherwise is None:
        raise RuntimeError("called before")
    return otherwise


def linger(seconds, tell=None):
    """Takes its time in small steps, so that it can be ended from outside."""
    if tell:
        open(tell, "w").close()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)


def kinds(a, b, c, d, e, f, g, h):
    return [f"{type(x).__name__} {x!r}" for x in (a, b, c, d, e, f, g, h)]


def defaults(a="one", b=None, *, c=(3,)):
    return [a, b, c]


def any_of(**words):
    return words


def given(configuration=None, secrets=None):
    """Tells the configuration, and of secrets only what does not give them away."""
    told = {
        key: hashlib.sha256(value.encode()).hexdigest()[:12]
        for key, value in (secrets or {}).items()
    }
    return {"configuration": configuration, "secrets": told if secrets is not None else None}


def raise_it(kind, message=None):
    error = {"ValueError": ValueError, "RuntimeError": RuntimeError, "KeyError": KeyError}[kind]
    raise error(message) if message is not None else error


def raise_with_cause():
    try:
        {}["a"]
    except KeyError as error:
        raise ValueError("the effect") from error


class OutOfStock(Exception):
    def __str__(self):
        return "no pens left"


def raise_own():
    raise OutOfStock()


def returns(what):
    import datetime
    import decimal
    import enum
    import uuid

    class Level(enum.IntEnum):
        HIGH = 3

    return {
        "tuple": (1, 2),
        "datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
        "date": datetime.date(2026, 1, 2),
        "decimal": decimal.Decimal("1.50"),
        "uuid": uuid.UUID("12345678-1234-5678-1234-567812345678"),
        "keys": {1: "a", 2.5: "b", None: "c", True: "d"},
        "enum": Level.HIGH,
        "nan": [float("nan"), float("inf"), float("-inf")],
        "bytes": b"abc",
        "object": {"a": 1},
    }[what]


def prints():
    import sys

    print("printed to the output")
    print("printed to the error", file=sys.stderr)
    return "returned"


_calls = 0


def count():
    global _calls
    _calls += 1
    return _calls


async def later():
    return "never"


def configured(configuration):
    return {key: str(value) if isinstance(value, bytes) else value for key, value in configuration.items()}


def has_secret(secrets, name, digest):
    return hashlib.sha256(secrets[name].encode()).hexdigest().startswith(digest)


def keys_of(secrets, name):
    return sorted(secrets[name])
