"""A global control for Chaos Toolkit: notes how far a run is, and keeps the rollbacks that are still to be run.

Both are files, as they must outlive this process: "trace" gets a line for each thing that happens, "left" is an
experiment of nothing but the rollbacks that have not succeeded yet, and is gone when there is none.
"""

import json
import os
import signal
import sys

from chaoslib.run import RunEventHandler

sys.dont_write_bytecode = True
KEPT = ("contributions", "controls", "configuration", "secrets", "extensions", "tags")


def configure_control(folder, experiment, event_registry):
    event_registry.register(Trace(folder, experiment))


class Trace(RunEventHandler):
    def __init__(self, folder, experiment):
        self.folder = folder
        self.experiment = experiment
        self.left = [resolved(activity, experiment) for activity in experiment.get("rollbacks") or []]
        self.rolling_back = False
        self.keep_left()
        hypothesis = experiment.get("steady-state-hypothesis") or {}
        self.note("ready", {"hypothesis": bool(hypothesis.get("probes"))})

    def note(self, what, more=None):
        line = what if more is None else what + " " + json.dumps(more, default=str)
        with open(os.path.join(self.folder, "trace"), "a") as trace:
            trace.write(line + "\n")

    def keep_left(self):
        file = os.path.join(self.folder, "left.json")
        names = os.path.join(self.folder, "left")
        if not self.left:
            for gone in (names, file):
                if os.path.exists(gone):
                    os.remove(gone)
            return
        experiment = {key: self.experiment[key] for key in KEPT if key in self.experiment}
        experiment.update(
            title="Rollbacks of " + str(self.experiment.get("title")),
            description="What a run that was cut short has left to do.",
            method=[],
            rollbacks=self.left,
        )
        written(file, json.dumps(experiment, default=str, indent=2))
        written(names, "".join(" ".join(str(each.get("name")).split()) + "\n" for each in self.left))

    def start_hypothesis_before(self, experiment):
        self.note("gate")

    def start_method(self, experiment):
        self.note("method")

    def method_completed(self, experiment, state=None):
        self.note("method-over")

    def start_rollbacks(self, experiment):
        try:  # a request to end that comes late must not cut them short
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        except ValueError:
            pass
        self.rolling_back = True
        self.note("rollbacks")

    def rollbacks_completed(self, experiment, journal):
        self.note("rollbacks-over")

    def start_activity(self, activity):
        self.note("begins", {"type": activity.get("type"), "name": activity.get("name")})

    def activity_completed(self, activity, run):
        status = run.get("status")
        self.note("ends", {"type": activity.get("type"), "name": activity.get("name"), "status": status})
        if self.rolling_back and status == "succeeded" and activity in self.left:
            self.left.remove(activity)
            self.keep_left()

    def finish(self, journal):
        self.note("finish", {"status": journal.get("status"), "deviated": journal.get("deviated")})


def resolved(activity, experiment):
    """Without its method a reference would lead nowhere."""
    ref = activity.get("ref")
    known = (experiment.get("method") or []) + (experiment.get("steady-state-hypothesis") or {}).get("probes", [])
    return next((each for each in known if ref and each.get("name") == ref), activity)


def written(file, text):
    with open(file + ".new", "w") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    os.replace(file + ".new", file)
