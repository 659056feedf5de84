"""A control that writes a line into trace.txt whenever it is called."""


def _tell(who, level, *words):
    with open("trace.txt", "a") as trace:
        trace.write(" | ".join([who, level, *(str(word) for word in words)]) + "\n")


def configure_control(experiment, who="watch"):
    _tell(who, "configure", experiment["title"])


def cleanup_control():
    _tell("-", "cleanup")


def before_loading_experiment_control(context, who="watch"):
    _tell(who, "before loading", context)


def after_loading_experiment_control(context, state, who="watch"):
    _tell(who, "after loading", state["title"])


def before_experiment_control(context, who="watch"):
    _tell(who, "before experiment", context["title"])


def after_experiment_control(context, state, who="watch"):
    _tell(who, "after experiment", state["status"], state["deviated"])


def before_hypothesis_control(context, who="watch"):
    _tell(who, "before hypothesis", context["title"])


def after_hypothesis_control(context, state, who="watch"):
    _tell(who, "after hypothesis", state["steady_state_met"])


def before_method_control(context, who="watch"):
    _tell(who, "before method", context["title"])


def after_method_control(context, state, who="watch"):
    _tell(who, "after method", len(state))


def before_rollback_control(context, who="watch"):
    _tell(who, "before rollback", context["title"])


def after_rollback_control(context, state, who="watch"):
    _tell(who, "after rollback", len(state))


def before_activity_control(context, who="watch"):
    _tell(who, "before activity", context["name"])


def after_activity_control(context, state, who="watch"):
    _tell(who, "after activity", context["name"], (state or {}).get("status"), (state or {}).get("output"))
