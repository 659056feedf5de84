package dev.shakeout.faults.container;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.FaultCase;
import dev.shakeout.faults.host.Stage;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Containers of a real engine: its own faults, and some of a host's, one of each kind of means. */
record ContainerStages(Engine engine, Set<String> faults, AtomicInteger made) implements Stages {
    private static final Set<String> OF_THE_HOST = Set.of("network/block", "cpu/throttle", "process/pause");

    /** One that asks for much, one that asks for what is hard to give back, one by the host. */
    private static final Set<String> SAMPLE = Set.of("container/remove", "container/disconnect", "process/pause");

    /** With all faults. */
    ContainerStages(Engine engine) {
        this(engine, Set.of(), new AtomicInteger());
    }

    /** With a sample of them, but where {@code -Dcases=TEXT}, {@code -Dmatrix=TEXT} or {@code -Dmatrix=all} asks for more. */
    static ContainerStages sampled(Engine engine) {
        boolean more = Stream.of("cases", "matrix")
                .anyMatch(asked -> !System.getProperty(asked, "").isEmpty());
        return new ContainerStages(engine, more ? Set.of() : SAMPLE, new AtomicInteger());
    }

    static Stream<FaultCase> faultsOfContainers() {
        return FaultCase.all()
                .filter(each -> each.kind().equals(ContainerFinder.KIND))
                .filter(each -> each.fault() instanceof ContainerFault
                        || OF_THE_HOST.contains(each.fault().descriptor().name())
                                && each.fault().rungs().getFirst().equals(each.rung()));
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public Stream<FaultCase> cases() {
        return faultsOfContainers()
                .filter(each -> faults.isEmpty()
                        || faults.contains(each.fault().descriptor().name()));
    }

    @Override
    public Stage make(String kind, String name, Path folder) throws IOException {
        Machine machine = Stage.machineIn(folder);
        Files.createDirectories(machine.folders().runtime()); // as a run would
        String unique = name + "-" + made.incrementAndGet();
        String id = engine.serve(unique);
        Arguments by = Arguments.NONE
                .with(Criteria.NAME, unique)
                .with(Criteria.ENGINE, engine.socket().toString());
        Target target = new ContainerFinder().find(by, machine).getFirst();
        return new Stage(
                machine,
                target,
                by,
                () -> {
                    throw new IllegalStateException("no fault of files is tried here");
                },
                () -> condition(new ContainerEngine(engine.socket()), id),
                List.of(() -> engine.run("rm", "--force", id)));
    }

    private static List<String> condition(ContainerEngine engine, String id) {
        try {
            Container container = Container.read(engine, id);
            var lines = new ArrayList<>(List.of(container.name() + " is " + container.status()));
            new TreeMap<>(container.networks())
                    .keySet()
                    .forEach(network -> lines.add("on " + network + " as "
                            + ContainerDisconnect.said(container, network).compact()));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a container is paused, or runs, is one and the same for all who want it so. */
    @Override
    public boolean alone(Effect effect) {
        return effect instanceof EngineRung.State || Stages.super.alone(effect);
    }
}
