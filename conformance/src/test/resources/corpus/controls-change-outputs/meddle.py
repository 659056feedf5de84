def after_activity_control(context, state, **kwargs):
    state["output"] = {"status": 7, "was": state["output"]["status"], "of": context["name"]}
    state["note"] = "changed"


def after_method_control(context, state, **kwargs):
    state.append({"activity": {"name": "made up"}, "status": "succeeded"})


def after_experiment_control(context, state, **kwargs):
    state["note"] = "seen"
