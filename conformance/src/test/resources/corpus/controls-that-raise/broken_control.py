def before_experiment_control(context, **kwargs):
    raise ValueError("no")


before_method_control = after_method_control = before_activity_control = before_experiment_control
after_activity_control = before_rollback_control = after_rollback_control = before_experiment_control
after_experiment_control = configure_control = before_experiment_control
