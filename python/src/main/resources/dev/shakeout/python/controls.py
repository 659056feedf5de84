"""Controls: functions of the user's own around the parts of a run, called as chaoslib/control does.

Run among the names of operations.py and side.py, once in a process. What they are given are live objects, kept here for the length of a run; what they have
changed is told to Shakeout with each answer.
"""
import collections
import copy
import string

SECTIONS = {
    "hypothesis": lambda experiment: (experiment.get("steady-state-hypothesis") or {}).get("probes") or [],
    "method": lambda experiment: experiment.get("method") or [],
    "rollbacks": lambda experiment: experiment.get("rollbacks") or [],
}


class Run:
    """What the controls of one run see."""

    experiment = configuration = secrets = settings = None
    everywhere = ()
    named = {}
    known = {}
    shown = None


def is_python(control):
    provider = control.get("provider")
    return bool(provider) and provider["type"] == "python"


def function_of(control, name):
    try:
        module = load(control["provider"]["module"])
    except ImportError:
        return None
    return getattr(module, name, None)


def tell(words):
    print(hidden(words), file=sys.stderr, flush=True)


def hidden(words):
    """Without secrets: an exception may quote what it was given."""
    found = []

    def gather(value):
        if isinstance(value, dict):
            for each in value.values():
                gather(each)
        elif isinstance(value, (list, tuple)):
            for each in value:
                gather(each)
        elif value is not None and not isinstance(value, bool) and str(value).strip():
            found.append(str(value))

    gather(Run.secrets)
    for secret in sorted(found, key=len, reverse=True):
        words = words.replace(secret, "\u2022\u2022\u2022")
    return words


# ---- before a run


def look_at_control(request):
    """What is wrong with a control, in a sentence; one whose module is not there is only told."""
    control = request["control"]
    name, module = control["name"], control["provider"]["module"]
    try:
        load(module)
    except ImportError:
        tell(
            "Could not find Python module '%s' in control '%s'. Did you install the Python module?"
            " The experiment will carry on running nonetheless." % (module, name)
        )
        return None
    except BaseException as broken:
        return "Python module '%s' of control '%s' cannot be imported: %s" % (module, name, summary(broken))
    check = getattr(module_of(module), "validate_control", None)
    try:
        if check:
            check(control)
    except Exception as complaint:
        return summary(complaint)
    return None


def module_of(name):
    return sys.modules[name]


def take_controls_of_all(request):
    """Controls of every experiment; one whose module is not there is left out. They may look on from here on."""
    Run.everywhere = []
    for control in request["controls"]:
        if is_python(control):
            try:
                load(control["provider"]["module"])
            except ImportError:
                tell("Control module '%s' could not be loaded. Have you installed it?" % control["provider"]["module"])
                continue
        Run.everywhere.append(control)


def look_at_loading(request):
    state = request.get("state")
    Run.settings = request["settings"]
    return noticing(state, lambda: apply("loader", request["scope"], request["source"], state), told(state))


def begin(request):
    Run.experiment = request["experiment"]
    Run.configuration = request["configuration"]
    Run.secrets = request["secrets"]
    Run.settings = request["settings"] if request["settings-file"] else None
    Run.shown = dict(Run.experiment)
    Run.named = {}
    for activity in SECTIONS["method"](Run.experiment) + SECTIONS["hypothesis"](Run.experiment):
        if activity.get("name"):
            Run.named[activity["name"]] = activity
    Run.known = {"configuration": told(Run.configuration), "secrets": told(Run.secrets)}
    for section, of in SECTIONS.items():
        for index, activity in enumerate(of(Run.experiment)):
            Run.known[section, index] = told(activity)
    Run.everywhere = [control for control in Run.everywhere if configured(control, request["settings"])]
    for control in once_each():
        configured(control)


def every_control():
    experiment = Run.experiment
    yield from experiment.get("controls", [])
    yield from (experiment.get("steady-state-hypothesis") or {}).get("controls", [])
    for of in SECTIONS.values():
        for activity in of(experiment):
            yield from activity.get("controls", [])


def once_each():
    seen = set()
    for control in every_control():
        name = control.get("name")
        if name and name not in seen:
            seen.add(name)
            yield control


def configured(control, settings=None):
    """False when the control's own preparation failed."""
    try:
        configure = is_python(control) and function_of(control, "configure_control")
        if configure:
            known = {
                "experiment": Run.experiment,
                "secrets": Run.secrets,
                "configuration": Run.configuration,
                "settings": settings,
                "event_registry": None,
            }
            arguments = copy.deepcopy(control["provider"].get("arguments", {}))
            arguments.update((name, known[name]) for name in parameters(configure) if name in known)
            configure(**arguments)
        return True
    except Exception as failure:
        tell("control '%s' could not be configured: %s" % (control.get("name"), summary(failure)))
        return False


# ---- during a run


def look_on(request):
    """Calls what is due at one point of the run, and tells what has changed."""
    level, scope = request["level"], request["scope"]
    state = request.get("state")
    context = context_of(level, request.get("section"), request.get("index"))
    before = told(state)
    if level == "experiment" and state is not None:  # the journal shows the live experiment, but no secret
        state["experiment"] = dict(Run.shown, secrets=state["experiment"].get("secrets"))
        if "secrets" not in Run.shown:
            del state["experiment"]["secrets"]
    changes = noticing(state, lambda: apply(level, scope, context, state), before)
    for name, value in (("configuration", Run.configuration), ("secrets", Run.secrets)):
        notice(changes, name, name, value)
    if level == "activity" and scope == "before":
        place = place_of(context)
        if place and notice(changes, place, "activity", context):
            changes["section"], changes["index"] = place
    return changes


def context_of(level, section, index):
    if level == "hypothesis":
        return Run.experiment["steady-state-hypothesis"]
    if level != "activity":
        return Run.experiment
    activity = SECTIONS[section](Run.experiment)[index]
    return Run.named[activity["ref"]] if activity.get("ref") else activity


def place_of(activity):
    for section, of in SECTIONS.items():
        for index, each in enumerate(of(Run.experiment)):
            if each is activity:
                return section, index
    return None


def notice(changes, known, name, value):
    now = told(value)
    if now is None or now == Run.known.get(known):
        return False
    Run.known[known] = now
    changes[name] = value
    return True


def told(value):
    """As text, to be compared; None when a journal cannot hold it."""
    try:
        return text(value)
    except Exception as mistake:
        tell("a control has set what a journal cannot hold: " + summary(mistake))
        return None


def noticing(state, step, before):
    changes = {}
    try:
        step()
    except KeyboardInterrupt:  # nobody waits for the answer any more
        raise
    except BaseException as ending:
        changes["ends"] = hidden(summary(ending))
    after = told(state)
    if after is not None and after != before:
        changes["state"] = state
    return changes


def due(level, context):
    """The rules of get_context_controls, odd ones included."""
    if level == "loader":
        return list(Run.everywhere)
    top = Run.experiment.get("controls", [])
    found = list(Run.everywhere) + list(context.get("controls", []))
    if not top:
        return found
    automatic = [control for control in top if control.get("automatic", True)]
    if not found or level in ("method", "rollback"):
        return automatic
    for control in found[:]:
        if "ref" in control:
            found.extend([each for each in top if each["name"] == control["ref"]][:1])
            continue
        for each in reversed(top):
            if each.get("name") != control.get("name") and level != "experiment" and each in automatic:
                found.insert(0, each)
    return found


def apply(level, scope, context, state):
    for control in due(level, context):
        wanted = control.get("scope")
        if wanted and wanted != scope:
            continue
        try:
            if control.get("provider", {}).get("type") == "python":
                apply_one(control, level, scope, context, state)
        except Exception as failure:
            if any(base.__name__ == "InterruptExecution" for base in type(failure).__mro__):
                raise
            tell("control '%s' failed %s %s: %s" % (control.get("name"), scope, level, summary(failure)))


def apply_one(control, level, scope, context, state):
    name = "%s_%s_control" % (scope, "loading_experiment" if level == "loader" else level)
    function = function_of(control, name)
    if not function:
        return
    experiment = None if level == "loader" else Run.experiment
    arguments = copy.deepcopy(control["provider"].get("arguments", {}))
    if level != "loader" and (Run.configuration or Run.secrets):
        values = collections.ChainMap(Run.configuration or {}, *(Run.secrets or {}).values())
        arguments = filled(arguments, values)
    known = {
        "secrets": None if level == "loader" else Run.secrets,
        "configuration": None if level == "loader" else Run.configuration,
        "state": state,
        "experiment": experiment,
        "settings": Run.settings,
    }
    names = parameters(function)
    arguments.update((each, known[each]) for each in names if each in known)
    if "extensions" in names:
        arguments["extensions"] = experiment.get("extensions")
    function(context=context, **arguments)


WHOLE = string.Template.pattern


def filled(value, values):
    """As chaoslib.substitute does it: a string that is one placeholder becomes its value, whatever that is."""
    if isinstance(value, dict):
        return {key: filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if not isinstance(value, str):
        return value
    match = WHOLE.fullmatch(value)
    if match and match.group("braced") in values:
        return values[match.group("braced")]
    return string.Template(value).safe_substitute(values)


def clean_up(request):
    """Those of the experiment may raise there, and the rest is left then; here the rest is called all the same."""
    complaints = []
    for control in list(once_each()) + list(Run.everywhere):
        try:
            clean = is_python(control) and function_of(control, "cleanup_control")
            if clean:
                clean()
        except Exception as failure:
            complaints.append(hidden("control '%s' could not clean up: %s" % (control.get("name"), summary(failure))))
    Run.everywhere = []
    return complaints


OPERATIONS.update(
    {
        "control-check": look_at_control,
        "controls-of-all": take_controls_of_all,
        "control-loading": look_at_loading,
        "controls": begin,
        "control": look_on,
        "cleanup": clean_up,
    }
)
