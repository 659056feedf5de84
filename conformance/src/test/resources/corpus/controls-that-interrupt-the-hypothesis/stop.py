from chaoslib.exceptions import InterruptExecution


def before_hypothesis_control(context, **kwargs):
    raise InterruptExecution("not this one")
