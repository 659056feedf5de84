package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every fault of Litmus's hub. */
final class Hub {
    static final List<HubFault> ALL = all();

    private static final Set<String> TUNABLES = ALL.stream()
            .flatMap(fault -> fault.tunables().stream())
            .map(Field::path)
            .collect(Collectors.toSet());

    private Hub() {}

    private static List<HubFault> all() {
        var faults = new ArrayList<HubFault>(List.of(new PodDelete(), new ContainerKill()));
        faults.addAll(PodNetwork.all());
        faults.add(new NetworkPartition());
        faults.addAll(PodDns.all());
        faults.addAll(PodHttp.all());
        faults.addAll(PodStress.all());
        faults.addAll(List.of(new IoStress(), new DiskFill(), new PodAutoscaler()));
        faults.addAll(NodeStress.all());
        faults.addAll(NodeFaults.all());
        faults.addAll(NodeServices.all());
        faults.addAll(NotHere.all());
        return faults;
    }

    static Optional<HubFault> named(String name) {
        return ALL.stream().filter(fault -> fault.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(HubFault::name).toList();
    }

    /** Every tunable that any of them has. */
    static Set<String> tunables() {
        return TUNABLES;
    }
}
