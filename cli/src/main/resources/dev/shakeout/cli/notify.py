# Reads {"module", "func", "channel", "payload"} as JSON from standard input and calls that function of that module with
# the channel and the payload, as Chaos Toolkit calls a notification plugin. Ends with 1 and a sentence when it cannot.
import importlib
import json
import sys

sys.path[:] = [folder for folder in sys.path if folder]  # no module of the working folder stands in for Python's own
call = json.load(sys.stdin)
try:
    module = importlib.import_module(call["module"])
except ImportError as error:
    sys.exit("could not find Python plugin '%s' for notification: %s" % (call["module"], error))
function = getattr(module, call["func"], None)
if not callable(function):
    sys.exit("could not find function '%s' in plugin '%s' for notification" % (call["func"], call["module"]))
try:
    function(call["channel"], call["payload"])
except Exception as error:
    sys.exit("the notification plugin failed: %s: %s" % (type(error).__name__, error))
