from chaoslib.exceptions import InterruptExecution


def before_activity_control(context, **kwargs):
    raise InterruptExecution("not this one")
