# Writes a JSON list for every extension of Chaos Toolkit that this Python has: name, version, license, summary.
# An extension is known by its name, as nothing else marks one.
import json
import sys

sys.path[:] = [folder for folder in sys.path if folder]  # no module of the working folder stands in for Python's own
from importlib.metadata import distributions


def first_line(text):
    return (text or "").strip().split("\n")[0]


seen = set()
for distribution in distributions():
    about = distribution.metadata
    name = about.get("Name")
    if not name or name in seen or not name.startswith("chaostoolkit-") or name == "chaostoolkit-lib":
        continue
    seen.add(name)
    license = first_line(about.get("License") or about.get("License-Expression"))
    summary = first_line(about.get("Summary")).replace("Chaos Toolkit Extension for ", "")[:50]
    print(json.dumps([name, about.get("Version"), license, summary]))
