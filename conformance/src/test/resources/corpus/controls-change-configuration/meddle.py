def before_experiment_control(context, configuration, **kwargs):
    configuration["word"] = "new"
    configuration["more"] = [1]


def before_activity_control(context, **kwargs):
    if context["name"] == "changed":
        context["provider"]["arguments"] = ["changed"]
