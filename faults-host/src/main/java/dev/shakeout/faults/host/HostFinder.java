package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the host this runs on; there is always exactly one. */
public final class HostFinder implements TargetFinder {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("host", "Finds the host that this runs on.");
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        var procfs = new Procfs(machine);
        String name = first(procfs, "sys/kernel/hostname", "localhost");
        return List.of(new Target("host", first(procfs, "sys/kernel/random/boot_id", name), name, Map.of()));
    }

    @Override
    public Optional<Map<String, List<String>>> addresses(List<Target> targets, Machine machine) {
        return Optional.of(Addresses.ofAll(targets, machine));
    }

    private static String first(Procfs procfs, String path, String otherwise) {
        return procfs.lines(path).stream().findFirst().orElse(otherwise);
    }
}
