from chaoslib.exceptions import InterruptExecution


def after_activity_control(context, state, **kwargs):
    raise InterruptExecution("no more")
