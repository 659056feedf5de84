import json


def configure_control(experiment, configuration, secrets, settings, word, list):
    tell("configure", experiment["title"], configuration, sorted(secrets["shop"]), settings, word, list)


def before_method_control(context, experiment, configuration, secrets, settings, extensions, word, list):
    tell("before", context is experiment, configuration, sorted(secrets), settings, extensions, word, list)


def after_method_control(context, state, word=None, list=None):
    tell("after", [run["activity"]["name"] for run in state], word, list)


def cleanup_control():
    tell("cleanup")


def tell(*words):
    with open("trace.txt", "a") as trace:
        trace.write(json.dumps(words) + "\n")
