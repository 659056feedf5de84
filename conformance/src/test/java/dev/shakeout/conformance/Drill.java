package dev.shakeout.conformance;

import dev.shakeout.engine.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An experiment of Chaos Toolkit that makes the file "broken" and removes it again, and one of ours that drives it. */
record Drill(Path work, ChaosToolkit tool) {
    static final String BREAKS = action("break it", "touch broken");
    static final String MENDS = action("mend it", "rm -f broken");

    /** Notes who runs it in "pid", and goes on for long. */
    static final String LASTS = action("last", "echo $$ >pid; exec sleep 600");

    static String action(String name, String script) {
        return """
                {"type": "action", "name": "%s", "provider": {"type": "process", "path": "sh", "arguments": ["-c", "%s"]}}""".formatted(name, script);
    }

    static String inBackground(String action) {
        return action.replace("\"type\": \"action\"", "\"type\": \"action\", \"background\": true");
    }

    static String python(String name, String module, String function) {
        return """
                {"type": "action", "name": "%s", "provider": {"type": "python", "module": "%s", "func": "%s"}}""".formatted(name, module, function);
    }

    /** A steady state that holds while that file is as told. */
    static String hypothesis(String file, boolean there) {
        return """
                "steady-state-hypothesis": {"title": "it serves", "probes": [{"type": "probe", "name": "it serves",
                  "tolerance": %s,
                  "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "%s"}}}]},
                """.formatted(there, file);
    }

    void theirs(String hypothesis, String rollback, String... method) throws IOException {
        Files.writeString(work.resolve("theirs.json"), """
                {"title": "theirs", "description": "A drill.", %s
                 "method": [%s],
                 "rollbacks": [%s]}
                """.formatted(
                        hypothesis, Stream.of(method).collect(Collectors.joining(", ")), rollback));
    }

    /** @param arguments besides the file, such as ", grace: 2s" */
    void ours(String arguments) throws IOException {
        ours(tool.environment().toAbsolutePath().toString(), "theirs.json" + arguments, "");
    }

    /** The same with a guard that halts the run as soon as this activity has begun. */
    void haltedAt(String activity, String arguments) throws IOException {
        ours(tool.environment().toAbsolutePath().toString(), "theirs.json" + arguments, """
                safety:
                  probes:
                    - {name: theirs, provider: {type: chaostoolkit}}
                  halt-when:
                    - {name: enough, when: "'%s' in probes['theirs'].begun", interval: 300ms, failures: 1}
                """.formatted(activity));
    }

    void ours(String program, String file, String safety) throws IOException {
        Files.writeString(work.resolve("ours.yaml"), """
                title: ours
                description: Has Chaos Toolkit run theirs.
                %smethod:
                  - type: action
                    name: drill
                    provider:
                      type: fault
                      fault: chaostoolkit/run
                      target: {kind: chaostoolkit, program: "%s"}
                      arguments: {file: %s}
                  - type: probe
                    name: outcome
                    provider: {type: chaostoolkit, do: wait, timeout: 2m}
                """.formatted(safety, program, file));
    }

    Driven start() throws IOException {
        return Driven.start(work, "run", "ours.yaml");
    }

    Driven run() throws IOException {
        Driven driven = start();
        driven.end();
        return driven;
    }

    boolean isBroken() {
        return Files.exists(work.resolve("broken"));
    }

    /** Whether what {@link #LASTS} has started is there. */
    boolean lasts() throws IOException {
        long pid = Long.parseLong(Files.readString(work.resolve("pid")).strip());
        return ProcessIdentity.of(pid).isPresent();
    }
}
