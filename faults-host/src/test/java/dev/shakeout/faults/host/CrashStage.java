package dev.shakeout.faults.host;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A stage as the crash matrix sees it.
 *
 * @param momentary the fault may end the target for good
 */
record CrashStage(Stage stage, boolean momentary) {
    /** By what it is found, in JSON. */
    String selected() {
        var by = new TreeMap<String, Json>();
        stage.by().values().forEach((name, value) -> by.put(name, Json.of(value.toString())));
        return new Json.Obj(by).compact();
    }

    /** What a run on it finds in its environment. */
    Map<String, String> environment() {
        return stage.machine().environment();
    }

    /** The folder of the proxy on the link, if it is one. */
    String control() {
        return stage.machine().links().values().stream()
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    /** The disk that the fault may break, if it breaks files. */
    String disk(FaultCase fault) {
        return Examples.breaksFiles(fault.fault().descriptor())
                ? stage.disk().get().toString()
                : "";
    }

    Stage.Seen picture() {
        return stage.picture();
    }

    /** A target that the fault has ended, as it may, is left out on both sides. */
    List<String> differences(Stage.Seen before, List<Step> steps) {
        Stage.Seen after = picture();
        if (momentary && ended()) {
            stage.forgetTarget(before);
            stage.forgetTarget(after);
        }
        return stage.differences(before, after, steps);
    }

    /** Whether its target is there no more, so that nobody can use it again. */
    boolean ended() {
        return stage.ended();
    }

    /** What lies in the folder of the proxy. */
    List<String> files() {
        if (control().isEmpty()) {
            return List.of();
        }
        try (Stream<java.nio.file.Path> files = Files.list(java.nio.file.Path.of(control()))) {
            return files.map(Object::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
