def before_loading_experiment_control(context, **kwargs):
    tell("before " + context)


def after_loading_experiment_control(context, state, **kwargs):
    tell("after " + context)
    state["method"].append({"type": "action", "name": "added", "provider": {"type": "process", "path": "true"}})


def tell(line):
    with open("trace.txt", "a") as trace:
        trace.write(line + "\n")
