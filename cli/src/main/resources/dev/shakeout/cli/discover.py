# Usage: discover.py PACKAGE yes|no: what the package's own discover function finds, as JSON on standard output; "yes"
# asks it to look at the system too. Whatever the package itself prints goes to standard error. Ends with 1 and a sentence
# on the last line of standard error when there is nothing to be had.
import datetime
import decimal
import importlib
import inspect
import json
import os
import sys
import uuid

sys.path[:] = [folder for folder in sys.path if folder]  # no module of the working folder stands in for Python's own
from importlib import metadata

answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def give_up(words):
    sys.stdout.flush()
    sys.stderr.write("\n" + words + "\n")
    sys.exit(1)


def import_name(package):
    try:
        distribution = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        give_up("Package " + package + " not found")
    names = (distribution.read_text("top_level.txt") or "").split()
    if not names and hasattr(metadata, "packages_distributions"):
        packages = metadata.packages_distributions()
        names = [name for name in packages if package in packages[name]]
    if not names:
        give_up("Distribution " + package + " exists but no top-level package name could be determined")
    return names[0]


def encode(value):
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    raise TypeError("a value of type " + type(value).__name__ + " cannot be written as JSON")


name = import_name(sys.argv[1])
try:
    module = importlib.import_module(name)
except Exception as error:
    give_up("could not load Python module '" + name + "': " + str(error))
functions = dict(inspect.getmembers(module, inspect.isfunction))
if "discover" not in functions:
    give_up("package '" + name + "' does not export a `discover` function")
try:
    json.dump(functions["discover"](discover_system=sys.argv[2] == "yes"), answer, default=encode)
    answer.flush()
except Exception as error:
    give_up("the discover function of '" + name + "' failed: " + type(error).__name__ + ": " + str(error))
