def after_experiment_control(context, state, **kwargs):
    state["status"] = "failed"
    state["deviated"] = True
