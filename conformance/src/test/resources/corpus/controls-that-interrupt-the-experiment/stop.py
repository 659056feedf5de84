from chaoslib.exceptions import InterruptExecution


def before_experiment_control(context, **kwargs):
    raise InterruptExecution("not today")
