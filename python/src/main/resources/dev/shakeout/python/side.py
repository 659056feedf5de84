"""Carries out functions of the user's own Python for Shakeout, which asks for them over a pipe.

A request is one line of JSON, {"id": 1, "do": "call", ...}, and so is its answer: {"id": 1, "value": ...},
{"id": 1, "failed": ...} or {"id": 1, "ends": ...}. Requests are carried out side by side and answered in any order. This
process ends with its pipe, and takes along all that it has started. OPERATIONS are in operations.py, which is sent before.
"""
import faulthandler
import json
import os
import queue
import signal
import sys
import threading

MOST_CHARACTERS = 64 << 20
ITSELF = os.getpid()


def carry_out(request):
    try:
        return {"value": OPERATIONS[request["do"]](request)}
    except Exception as failure:
        return {"failed": {"error": summary(failure), "trace": trace(failure)}}
    except BaseException as ending:  # sys.exit and the like end the run, not this process
        return {"ends": summary(ending)}


def summary(failure):
    import traceback

    return traceback.format_exception_only(type(failure), failure)[0].strip()


def trace(failure):
    """What chaoslib/activity.py writes into a journal, without the lines of the tool itself."""
    import traceback

    deeper = failure.__traceback__
    while deeper is not None and deeper.tb_frame.f_code.co_filename == carry_out.__code__.co_filename:
        deeper = deeper.tb_next
    return traceback.format_exception(type(failure), failure, deeper) + [
        "\nDuring handling of the above exception, another exception occurred:\n\n",
        "chaoslib.exceptions.ActivityFailed: %s\n" % summary(failure),
    ]


def encode(thing):
    """As chaostoolkit/__init__.py does for a journal."""
    kind = type(thing)
    names = {base.__module__ + "." + base.__qualname__ for base in kind.__mro__}
    if names & {"datetime.date", "datetime.datetime"}:
        return thing.isoformat()
    if names & {"decimal.Decimal", "uuid.UUID"}:
        return str(thing)
    raise TypeError("Object of type '%s' is not JSON serializable" % kind)


ENCODER = json.JSONEncoder(default=encode, separators=(",", ":"), allow_nan=False)


def text(answer):
    try:
        return ENCODER.encode(answer)
    except ValueError as mistake:
        if "JSON compliant" not in str(mistake):
            raise
    # JSON has no words for infinity and the like
    return text(json.loads(json.dumps(answer, default=encode), parse_constant=lambda _: None))


def line(number, answer):
    try:
        told = text(dict({"id": number}, **answer))
        if len(told) <= MOST_CHARACTERS:
            return told
        problem = "it has %d characters as JSON, and at most %d can be kept" % (len(told), MOST_CHARACTERS)
    except Exception as failure:
        problem = summary(failure)
    problem = "the function returned what a journal cannot hold: " + problem
    return text({"id": number, "failed": {"error": problem, "trace": []}})


class Answers:
    """The pipe back. A request is answered once: what comes later, or in a forked child, is dropped."""

    def __init__(self, pipe):
        self.pipe = pipe
        self.writing = threading.Lock()
        self.open = set()
        self.ends = None

    def expect(self, number):
        self.open.add(number)

    def send(self, number, answer):
        if os.getpid() != ITSELF:
            os._exit(0)
        try:
            self.open.remove(number)
        except KeyError:
            return
        ends, self.ends = self.ends, None
        self.write(line(number, answer if ends is None else {"ends": ends}))

    def end_run(self, words):
        """The next answer says so, whatever it is the answer to."""
        self.ends = words

    def write(self, told):
        rest = memoryview(told.encode("ascii") + b"\n")
        with self.writing:
            while rest:
                rest = rest[os.write(self.pipe, rest) :]


class Foreground:
    """The main thread carries out what does not run in the background: some libraries work in no other."""

    def __init__(self):
        self.requests = queue.SimpleQueue()
        self.free = True
        self.running = None
        self.unwanted = None

    def work(self):
        for request in iter(self.requests.get, None):
            answer = self.interruptible(request)
            self.free = True
            ANSWERS.send(request["id"], answer)

    def interruptible(self, request):
        try:
            self.running = request["id"]
            answer = carry_out(request)
            self.running = None
        except BaseException as late:
            return {"ends": summary(late)}
        return answer

    def interrupt(self, number):
        self.unwanted = number
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    def interrupted(self, _signal, _frame):
        if self.running is not None and self.running == self.unwanted:
            self.unwanted = None
            raise KeyboardInterrupt

    def exited(self, number, _frame):
        """chaoslib/exit.py sends these signals to end the run; there they are raised in the main thread too."""
        code = 20 if number == signal.SIGUSR1 else 30
        if self.running is not None:
            raise SystemExit(code)
        ANSWERS.end_run("SystemExit: %d" % code)


class Background:
    """Threads that carry out one request after the other; there are as many as ever ran side by side."""

    def __init__(self):
        self.requests = queue.SimpleQueue()
        self.idle = 0
        self.lock = threading.Lock()

    def take(self, request):
        with self.lock:
            if self.idle:
                self.idle -= 1
            else:
                threading.Thread(target=self.work, daemon=True).start()
        self.requests.put(request)

    def work(self):
        while True:
            request = self.requests.get()
            answer = carry_out(request)
            with self.lock:
                self.idle += 1
            ANSWERS.send(request["id"], answer)


def listen(pipe):
    """To the end of the pipe, or of this thread for whatever reason: nobody could be heard any more."""
    try:
        for told in pipe:
            hand_on(json.loads(told))
    finally:
        end()


def hand_on(request):
    """Only the listening thread asks for the foreground, so nobody else takes it in between."""
    if "interrupt" in request:
        FOREGROUND.interrupt(request["interrupt"])
    elif "leave" in request:
        FOREGROUND.requests.put(None)
    else:
        ANSWERS.expect(request["id"])
        if FOREGROUND.free and not request.get("background"):
            FOREGROUND.free = False
            FOREGROUND.requests.put(request)
        else:
            BACKGROUND.take(request)


def end():
    """At once, whatever is under way, with all that was started from here and has not left the session."""
    if hasattr(os, "getpgrp") and os.getpgrp() == ITSELF:
        os.killpg(ITSELF, signal.SIGKILL)
    os._exit(0)


def private_pipes():
    """User code finds nothing at 0 and the log at 1, and so do the programs that it starts."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)

    def forget():
        os.close(requests)
        os.close(answers)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget)
    return os.fdopen(requests, "rb", 1 << 16, closefd=False), answers


def own_session():
    """So that a terminal's Ctrl-C does not reach it, and that the end reaches all that it has started."""
    if hasattr(os, "setsid") and os.getsid(0) != ITSELF:
        try:
            os.setsid()
        except OSError:
            pass  # it leads a group, by which it can be ended as well


def heed_signals():
    signal.signal(signal.SIGINT, FOREGROUND.interrupted)
    for name in ("SIGUSR1", "SIGUSR2"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), FOREGROUND.exited)


def like_a_script():
    """As for the command chaos: modules are looked for beside it and on PYTHONPATH, not in the working folder."""
    if sys.path and sys.path[0] == "":
        sys.path[0] = os.path.dirname(sys.executable)
    sys.argv = ["shakeout"]


REQUESTS, PIPE = private_pipes()
ANSWERS = Answers(PIPE)
FOREGROUND = Foreground()
BACKGROUND = Background()
own_session()
heed_signals()
like_a_script()
faulthandler.enable(all_threads=False)
threading.Thread(target=listen, args=(REQUESTS,), daemon=True).start()
ANSWERS.write("\n" + json.dumps({"ready": sys.version.split()[0]}))
FOREGROUND.work()
