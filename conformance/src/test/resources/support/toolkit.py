"""Functions and controls that use Chaos Toolkit's own library."""

from chaoslib.exceptions import ActivityFailed, InterruptExecution


def activity_failed():
    raise ActivityFailed("did not work")


def interrupt():
    raise InterruptExecution("stop it")
