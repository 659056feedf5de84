package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has Chaos Toolkit itself run an experiment, ends it, and sees to it that its rollbacks are run. */
public final class ChaosToolkitRun implements Fault {
    static final Parameter<String> FILE = Parameter.required(
            "file", Type.text().shownAs("experiment.json"), "The experiment: a path, or an address of http.");
    static final Parameter<Json.Obj> CONFIGURATION = Parameter.optional(
            "configuration", Type.object(), "Values for the experiment's configuration, by their names, as by --var.");
    static final Parameter<List<String>> VAR_FILES = Parameter.withDefault(
            "var-files", Type.texts(), List.of(), "Files of values for configuration and secrets, as by --var-file.");
    static final Parameter<String> ROLLBACKS = Parameter.withDefault(
            "rollback-strategy",
            Type.choice("always", "default", "deviated", "never"),
            "always",
            "When its rollbacks are run; by that tool's own default they are not when it is stopped.");
    static final Parameter<String> HYPOTHESIS = Parameter.optional(
            "hypothesis-strategy",
            Type.choice("default", "before-method-only", "after-method-only", "during-method-only", "continuously"),
            "When it checks its own steady state; if not given, as the experiment or its settings say.");
    static final Parameter<Map<String, String>> ENVIRONMENT = Parameter.withDefault(
            "environment", Type.textMap(), Map.of(), "Variables that it finds besides those of this command.");
    static final Parameter<Duration> START_WITHIN = Parameter.withDefault(
            "start-within",
            Type.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofMinutes(1),
            "How long it may take until the first action of its method begins.");
    static final Parameter<Duration> GRACE = Parameter.withDefault(
            "grace",
            Type.duration(Duration.ofSeconds(1), Duration.ofSeconds(45)),
            Duration.ofSeconds(30),
            "How long it may take to end and to run its rollbacks when it is stopped; then it is killed.");
    static final Parameter<String> JOURNAL = Parameter.optional(
            "journal", Type.text(), "Where its journal is kept; if not given, only what is told of it here stays.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "chaostoolkit/run",
                "Has Chaos Toolkit itself run an experiment.",
                FILE,
                CONFIGURATION,
                VAR_FILES,
                ROLLBACKS,
                HYPOTHESIS,
                ENVIRONMENT,
                START_WITHIN,
                GRACE,
                JOURNAL);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(RunnerFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether an action of its method has begun, as a control in that run tells, and whether its process lives";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new ByCommandLine());
    }
}
