package dev.shakeout.faults.container;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real engine for the tests of a class, Docker unless they ask for another one, and drills on its containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithEngine {
    static final Catalog CATALOG = Catalog.installed();

    Path folder;
    Machine machine;
    Engine docker;
    ContainerEngine engine;

    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.docker(folder, machine);
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        docker = start(folder, machine);
        engine = new ContainerEngine(docker.socket());
        machine = machine.withEnvironment(Map.of("DOCKER_HOST", "unix://" + docker.socket()));
        Files.createDirectories(machine.folders().runtime()); // as a run would
    }

    @AfterEach
    void removeAll() {
        docker.run("ps", "--all", "--quiet").lines().forEach(id -> docker.run("rm", "--force", id));
    }

    @AfterAll
    void stop() {
        if (docker != null) { // it could be started
            docker.close();
        }
    }

    static Arguments criteria(Parameter<?> parameter, Json value) {
        return new Arguments(Map.of(parameter.name(), parameter.type().parse(value)));
    }

    /** A server of HTTP on port 80. */
    Container serve(String name, String... options) throws IOException {
        return Container.read(engine, docker.serve(name, options));
    }

    Planned plan(String fault, Arguments arguments, String container) {
        return plan(fault, arguments, container, machine);
    }

    static Planned plan(String fault, Arguments arguments, String container, Machine machine) {
        var selector = new Selector(
                ContainerFinder.KIND, criteria(Criteria.NAME, Json.of(container)), new Selector.Mode.One());
        var call = new Provider.FaultCall(fault, selector, arguments, Optional.of(Duration.ofMillis(200)));
        var action = new Activity.Action(Activity.Written.named(fault, new Position("test", 1, 1)), call);
        return new Planner(CATALOG, machine).plan(Experiment.of(fault, List.of(action)), 1);
    }

    Journal drill(String fault, Arguments arguments, String container) {
        return new Runner(CATALOG, machine, Map.of(), "test")
                .run(plan(fault, arguments, container), new Stop(), List.of());
    }
}
