package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Seconds;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how far the run of Chaos Toolkit is that a fault has begun, or waits for its end. */
public final class ChaosToolkitProbe implements ProbeKind {
    static final Parameter<String> TASK = Parameter.withDefault(
            "do", Type.choice("read", "wait"), "read", "Whether to look once, or to wait until it is over.");
    static final Parameter<String> FILE =
            Parameter.optional("file", Type.text(), "Of which experiment, where several are run.");
    static final Parameter<Duration> TIMEOUT =
            Parameter.optional("timeout", new Seconds(), "How long to wait; if not given, for as long as it takes.");
    private static final long AGAIN = 100;
    private static final int UNKNOWN = -1;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "chaostoolkit",
                        "Reads how far a run of Chaos Toolkit is, or waits for its end.",
                        TASK,
                        FILE,
                        TIMEOUT)
                .reads(
                        new Output("running", Output.Kind.FLAG, "whether its process is there"),
                        new Output(
                                "phase",
                                Output.Kind.TEXT,
                                "not-begun, loading, gate, method, after, rollbacks or over"),
                        new Output("activity", Output.Kind.TEXT, "that has begun last"),
                        new Output(
                                "begun",
                                Output.Kind.ANY,
                                "the names of all activities that have begun; surer than the last where some run beside"
                                        + " each other"),
                        new Output(
                                "status",
                                Output.Kind.TEXT,
                                "of its journal: completed, failed, aborted, interrupted; or nothing"),
                        new Output("deviated", Output.Kind.FLAG, "whether its journal says so"),
                        new Output("exit", Output.Kind.NUMBER, "its exit status; -1 while it is not known"),
                        new Output("journal", Output.Kind.ANY, "its journal, when it is over"));
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        return () -> arguments.get(TASK).equals("wait")
                ? waited(arguments, machine)
                : drive(arguments, machine)
                        .map(ChaosToolkitProbe::reading)
                        .orElseGet(() -> reading(false, Course.Phase.NOT_BEGUN, List.of()));
    }

    private static Optional<Drive> drive(Arguments arguments, Machine machine) {
        return Drives.of(machine).begun(arguments.find(FILE));
    }

    private static Json waited(Arguments arguments, Machine machine) throws ProbeFailed, InterruptedException {
        Drive drive = drive(arguments, machine)
                .orElseThrow(() -> new ProbeFailed("no fault chaostoolkit/run has begun"
                        + arguments.find(FILE).map(file -> " with " + file).orElse("")
                        + " in this run, so there is nothing to wait for"));
        Optional<Duration> limit = arguments.find(TIMEOUT);
        long begun = System.nanoTime();
        while (drive.course().look().lives()) {
            if (limit.isPresent() && System.nanoTime() - begun > limit.get().toNanos()) {
                throw new ProbeFailed("Chaos Toolkit has not come to the end of " + drive.file() + " within "
                        + Span.words(limit.get()) + ": "
                        + drive.course().look().phase().words());
            }
            Thread.sleep(AGAIN);
        }
        return reading(drive);
    }

    /** Every field is there from the beginning, as guards read before anything has begun. */
    private static Json.Obj reading(boolean running, Course.Phase phase, List<String> begun) {
        return Json.object(
                "running",
                running,
                "phase",
                phase.word(),
                "activity",
                begun.isEmpty() ? "" : begun.getLast(),
                "begun",
                Json.of(begun.stream().map(Json::of).toList()),
                "status",
                "",
                "deviated",
                false,
                "exit",
                UNKNOWN,
                "journal",
                Json.Null.NULL);
    }

    private static Json reading(Drive drive) {
        Course course = drive.course();
        Course.Look look = course.look();
        Json.Obj reading = reading(look.lives(), look.phase(), look.begun());
        if (look.lives()) {
            return reading;
        }
        Json.Obj whole = reading.with("exit", Json.of(course.status().orElse(UNKNOWN)));
        return course.journal()
                .map(journal -> whole.with("status", journal.get("status").orElse(Json.of("")))
                        .with("deviated", journal.get("deviated").orElse(Json.of(false)))
                        .with("journal", journal))
                .orElse(whole);
    }
}
