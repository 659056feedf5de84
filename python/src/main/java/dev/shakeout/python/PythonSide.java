package dev.shakeout.python;

import dev.shakeout.engine.EndsRun;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The user's own Python beside a run: one process, started by the first request and shared by all. One that crashes, or
 * hangs and cannot be interrupted, fails what it was asked for; the next request starts a fresh one.
 */
public final class PythonSide implements AutoCloseable {
    private final Machine machine;
    private final Optional<String> named;
    private final Consumer<String> log;

    /** The last one takes requests, unless it is over; those before it may still be busy. */
    private final List<SideProcess> processes = new ArrayList<>();

    private boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param named which Python: a path, or a name that is looked for on PATH; empty for that of the virtual environment
     *     or else the first on PATH
     */
    public PythonSide(Machine machine, Optional<String> named) {
        this(
                machine,
                named,
                line -> System.err.println("python: " + machine.mask().hide(line)));
    }

    /**
     * @param log told each line that the user's code prints
     */
    PythonSide(Machine machine, Optional<String> named, Consumer<String> log) {
        this.machine = machine;
        this.named = named;
        this.log = log;
    }

    /** Names the Python of the command which this machine belongs to, before anything asks for it. */
    public static void use(String named, Machine machine) {
        var _ = machine.shared().get(PythonSide.class, () -> new PythonSide(machine, Optional.of(named)));
    }

    /** Starts Python beside whatever the caller does next; what goes wrong is told to who asks it for something. */
    public static void expect(Machine machine) {
        PythonSide side = of(machine);
        Thread.ofPlatform().daemon().name("python-start").start(side::start);
    }

    private void start() {
        try {
            entered().leave();
        } catch (ProbeFailed _) {
            // whoever needs it is told
        }
    }

    /** That of the command which the machine belongs to. */
    public static PythonSide of(Machine machine) {
        return machine.shared().get(PythonSide.class, () -> new PythonSide(machine, Optional.empty()));
    }

    /**
     * Asks for an operation of operations.py and waits.
     *
     * @param what is asked for, for messages
     * @throws ProbeFailed when the user's code raised an exception, or took too long, or Python itself failed
     * @throws EndsRun when the user's code asked for the end of the run
     */
    public Json ask(Json.Obj request, String what, Optional<Duration> limit) throws ProbeFailed, InterruptedException {
        String text = request.compact();
        SideProcess process = entered();
        Optional<Answer> answer;
        try {
            answer = process.ask(text.substring(1, text.length() - 1), limit);
        } finally {
            process.leave();
        }
        return switch (answer.orElseThrow(() -> tooLong(what, limit))) {
            case Answer.Value(Json value) -> value;
            case Answer.Failed(String error, List<String> trace) -> throw new ProbeFailed(error, trace);
            case Answer.Ends(String words) -> throw new EndsRun(words);
            case Answer.Lost(String words) -> throw new ProbeFailed(what + ": " + words);
        };
    }

    private static ProbeFailed tooLong(String what, Optional<Duration> limit) {
        return new ProbeFailed("python activity took too long: " + what + " gave no answer within "
                + limit.map(Span::words).orElse("its time") + "; raise timeout if it may take longer");
    }

    private synchronized SideProcess entered() throws ProbeFailed {
        if (closed) {
            throw new ProbeFailed("Python has been ended together with the run");
        }
        if (!processes.isEmpty()) {
            SideProcess last = processes.getLast();
            if (last.enter()) {
                return last;
            }
            if (last.neverReady().isPresent()) {
                throw new ProbeFailed(last.neverReady().get());
            }
        }
        Path python = Interpreter.find(machine, named);
        try {
            var fresh = SideProcess.start(python, machine, log);
            fresh.enter();
            processes.add(fresh);
            return fresh;
        } catch (IOException e) {
            throw new ProbeFailed("Python (" + python + ") could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * The activities that a module offers, as Chaos Toolkit's discovery lists them.
     *
     * @param kind what they are: action or probe
     */
    public Json discover(String module, String kind) throws ProbeFailed, InterruptedException {
        Json.Obj request = Json.object("do", "discover", "module", module, "kind", kind);
        return ask(request, "discovery of " + module, Optional.empty());
    }

    /** Ends every process with all that it has started; what is under way fails. */
    @Override
    public void close() {
        List<SideProcess> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(processes);
        }
        all.forEach(SideProcess::close);
    }
}
