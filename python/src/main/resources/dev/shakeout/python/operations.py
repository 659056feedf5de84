"""What Shakeout asks of the user's Python; each operation takes a request and returns what is answered."""
import importlib
import os
import sys
import types

KNOWN_PARAMETERS = {}


def call(request):
    """As chaoslib/provider/python.py does it; a function that says nothing of its parameters gets what is written."""
    function = getattr(load(request["module"]), request["func"])
    arguments = request["arguments"]
    names = parameters(function)
    if "secrets" in request and "secrets" in names:
        arguments["secrets"] = request["secrets"]
    if "configuration" in names:
        arguments["configuration"] = request["configuration"]
    return function(**arguments)


def validate(request):
    """What is wrong with a call, as the parameter to mend and a sentence; None when nothing is."""
    module, name = request["module"], request["func"]
    try:
        function = getattr(load(module), name, None)
    except ImportError as missing:
        return "module", "could not find Python module '%s'%s" % (module, reason(module, missing))
    except BaseException as broken:
        return "module", "Python module '%s' cannot be imported: %s" % (module, summary(broken))
    if not isinstance(function, (types.FunctionType, types.BuiltinFunctionType)):
        return "func", "The python module '%s' does not expose a function called '%s'" % (module, name)
    given = dict.fromkeys(request["arguments"])
    given.update(dict.fromkeys(parameters(function) & {"secrets", "configuration"}))
    if surely_fits(function, given):
        return None
    import inspect

    try:
        signature = inspect.signature(function)
    except ValueError:  # a builtin that does not tell
        return None
    try:
        signature.bind(**given)
    except TypeError as mistake:
        return "arguments", misbound(str(mistake), module + "." + name + str(signature))
    return None


def misbound(mistake, function):
    if "missing" in mistake:
        return "required argument %s is missing; the function is %s" % (mistake.rsplit(":", 1)[1].strip(), function)
    if "unexpected" in mistake:
        return "argument %s is not part of the function signature; the function is %s" % (
            mistake.rsplit(" ", 1)[1].strip(),
            function,
        )
    return "%s; the function is %s" % (mistake, function)


def reason(module, missing):
    name = getattr(missing, "name", None)
    if name and module != name and not module.startswith(name + "."):
        return ": " + str(missing)
    if not isinstance(missing, ModuleNotFoundError):
        return ": " + str(missing)
    first = module.split(".")[0]
    if os.path.isdir(first) or os.path.isfile(first + ".py"):
        return "; it is in the working folder, where Python does not look by itself: set PYTHONPATH=."
    return "; install it for %s, name another Python, or set PYTHONPATH to its folder" % sys.executable


def load(name):
    module = importlib.import_module(name)
    show_messages_of_chaoslib()
    return module


def parameters(function):
    if function not in KNOWN_PARAMETERS:
        KNOWN_PARAMETERS[function] = frozenset(names(function))
    return KNOWN_PARAMETERS[function]


def plain(function):
    """One that is as its code says. For all others the module inspect is needed, which takes a while to load."""
    return type(function) is types.FunctionType and not function.__dict__


def names(function):
    if plain(function):
        code = function.__code__
        rest = bool(code.co_flags & 4) + bool(code.co_flags & 8)  # *args and **kwargs
        return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + rest]
    import inspect

    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):  # a builtin that does not tell
        return ()


def surely_fits(function, given):
    if not plain(function):
        return False
    code, optional = function.__code__, len(function.__defaults__ or ())
    ordinary = code.co_varnames[: code.co_argcount]
    needed = set(ordinary[: len(ordinary) - optional])
    return code.co_posonlyargcount == code.co_kwonlyargcount == 0 and needed <= given.keys() <= set(ordinary)


def show_messages_of_chaoslib():
    """What extensions tell the logger of chaoslib is worth reading; that library itself need not be there."""
    logging = sys.modules.get("logging")
    if logging is None:
        return
    logger = logging.getLogger("chaostoolkit")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("[%(asctime)s %(levelname)s] %(message)s", "%Y-%m-%d %H:%M:%S"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)


def discover(request):
    """As chaoslib/discovery/discover.py does it: the exported functions of a module."""
    import inspect

    module = load(request["module"])
    exported = getattr(module, "__all__", None)
    if exported is None:
        return []
    return [
        described(request["kind"], name, module, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not exported or name in exported
    ]


def described(kind, name, module, function):
    import inspect

    signature = inspect.signature(function)
    activity = {
        "type": kind,
        "name": name,
        "mod": module.__name__,
        "doc": inspect.getdoc(function),
        "arguments": [
            argument(parameter)
            for parameter in signature.parameters.values()
            if parameter.kind not in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD)
        ],
    }
    if signature.return_annotation is not signature.empty:
        activity["return_type"] = type_name(signature.return_annotation)
    return activity


def argument(parameter):
    told = {"name": parameter.name}
    if parameter.default is not parameter.empty:
        told["default"] = parameter.default
    if parameter.annotation is not parameter.empty:
        told["type"] = type_name(parameter.annotation)
    return told


def type_name(annotation):
    for kind, name in TYPE_NAMES:
        if annotation is kind:
            return name
    for start, name in (("typing.Dict", "mapping"), ("typing.List", "list"), ("typing.Set", "set")):
        if str(annotation).startswith(start):
            return name
    return "object"


TYPE_NAMES = (
    (None, "null"),
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (bytes, "byte"),
    (set, "set"),
    (tuple, "tuple"),
    (list, "list"),
    (dict, "mapping"),
)

OPERATIONS = {
    "call": call,
    "validate": validate,
    "discover": discover,
}
