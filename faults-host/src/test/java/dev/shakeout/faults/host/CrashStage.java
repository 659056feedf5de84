package dev.shakeout.faults.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stage as the crash matrix sees it.
 *
 * @param momentary the fault may end the target for good
 */
record CrashStage(Stage stage, boolean momentary) {
    /** Its pid, or its name. */
    String selected() {
        return stage.target().kind().equals("process")
                ? stage.target().detail("pid")
                : stage.target().name();
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
                ? stage.disk().path().toString()
                : "";
    }

    HostPicture picture() {
        return HostPicture.take(stage.machine(), List.of(stage.target()));
    }

    /** A target that the fault has ended, as it may, is left out on both sides. */
    HostPicture pictureLike(HostPicture before) {
        HostPicture after = picture();
        if (!momentary || !ended()) {
            return after;
        }
        before.facts()
                .keySet()
                .removeIf(place -> place.startsWith(stage.target().toString()));
        after.facts().keySet().removeIf(place -> place.startsWith(stage.target().toString()));
        return after;
    }

    /** Whether its target is there no more, so that nobody can use it again. */
    boolean ended() {
        return stage.target().kind().equals("process")
                && new Procfs(stage.machine()).stat(stage.target()).isEmpty();
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
