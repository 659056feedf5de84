package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An engine for all tests of a class, of which each has an instance of its own as they run side by side. */
final class StandingEngine implements BeforeAllCallback, AfterAllCallback {
    private final Start start;
    private final Function<Engine, ContainerStages> stagesOf;
    private Optional<Path> folder = Optional.empty();
    private Optional<ContainerStages> stages = Optional.empty();

    /** Of Docker or Podman. */
    interface Start {
        Engine in(Path folder, Machine machine) throws IOException;
    }

    StandingEngine(Start start, Function<Engine, ContainerStages> stagesOf) {
        this.start = start;
        this.stagesOf = stagesOf;
    }

    ContainerStages stages() {
        return stages.orElseThrow();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path made = Files.createTempDirectory("engine");
        folder = Optional.of(made);
        stages = Optional.of(stagesOf.apply(start.in(made, Machine.local())));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stages.ifPresent(ContainerStages::close);
        if (folder.isPresent()) {
            try (Stream<Path> files = Files.walk(folder.get())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
