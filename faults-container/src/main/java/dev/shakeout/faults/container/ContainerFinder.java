package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.faults.host.ProcessFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds containers of Docker and Podman on this host that run. Each is a process of this host too: its first one. */
public final class ContainerFinder implements TargetFinder {
    static final String KIND = "container";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Finds containers of Docker and Podman on this host that run.", Criteria.and());
    }

    @Override
    public Set<String> standsFor() {
        return Set.of("process");
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        return matching(by, machine).stream()
                .filter(container -> !FirstProcess.isOurs(container, machine))
                .flatMap(container -> target(container, machine).stream())
                .toList();
    }

    @Override
    public List<Plan.Spared> spared(Arguments by, Machine machine) {
        return matching(by, machine).stream()
                .filter(container -> FirstProcess.isOurs(container, machine))
                .map(container -> new Plan.Spared(KIND + " " + container.name(), "Shakeout itself runs in it"))
                .toList();
    }

    @Override
    public String hint(Arguments by, Machine machine) {
        return Criteria.hint(by, machine);
    }

    private static List<Container> matching(Arguments by, Machine machine) {
        try {
            return Criteria.matching(by, false, machine);
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    /** Empty when it has ended since it was asked for. */
    private static Optional<Target> target(Container container, Machine machine) {
        if (!container.running() || container.pid() == 0) {
            return Optional.empty();
        }
        var details = new LinkedHashMap<>(Map.of(
                "engine", container.engine().socket().toString(),
                "image", container.image(),
                "service", container.service()));
        FirstProcess.of(container, machine).ifPresent(process -> details.putAll(process.details()));
        return Optional.of(new Target(KIND, container.id(), container.name(), details));
    }

    /** Those of the network that its first process is in; where that is not seen from here, those that its engine tells. */
    @Override
    public Optional<Map<String, List<String>>> addresses(List<Target> targets, Machine machine) {
        var seen = targets.stream().filter(Target::isProcess).toList();
        var addresses =
                new HashMap<>(new ProcessFinder().addresses(seen, machine).orElse(Map.of()));
        for (Target target : targets) {
            if (!target.isProcess()) {
                try {
                    var engine = new ContainerEngine(Path.of(target.detail("engine")));
                    addresses.put(
                            target.id(), Container.read(engine, target.id()).addresses());
                } catch (IOException e) {
                    throw new BadValue(String.valueOf(e.getMessage()));
                }
            }
        }
        return Optional.of(addresses);
    }

    /** Containers of the same service of Compose, or else of the same image. */
    @Override
    public Optional<Replicas> service(Target target, Machine machine) {
        var engine = new ContainerEngine(Path.of(target.detail("engine")));
        String service = target.detail("service");
        try {
            List<Target> healthy = Criteria.replicas(service, engine).stream()
                    .filter(Container::healthy)
                    .flatMap(container -> target(container, machine).stream())
                    .toList();
            return Optional.of(new Replicas(service, healthy));
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }
}
