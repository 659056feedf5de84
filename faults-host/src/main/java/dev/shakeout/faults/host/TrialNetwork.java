package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Where it is tried what the kernel takes: a network namespace that lasts as long as one command, in which it can do no harm.
 * In a container, where root may often make none, not even in a user namespace of its own, it is tried in the very network that
 * is to be broken, in a way that meets no packet.
 */
final class TrialNetwork {
    private static final List<List<String>> APART =
            List.of(List.of("unshare", "--net"), List.of("unshare", "--user", "--map-root-user", "--net"));

    private TrialNetwork() {}

    /**
     * A command line for the trial; what is added to it are the script's arguments, from $1.
     *
     * @param apart shell text for a network of its own
     * @param here the same for a network that is in use
     */
    static List<String> shell(String apart, String here, Machine machine) {
        List<String> way = machine.fact("trial network", () -> way(machine));
        var argv = new ArrayList<>(way);
        argv.addAll(List.of("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin\n" + (way.isEmpty() ? here : apart), "sh"));
        return argv;
    }

    private static List<String> way(Machine machine) {
        return APART.stream().filter(way -> succeeds(way, machine)).findFirst().orElse(List.of());
    }

    private static boolean succeeds(List<String> way, Machine machine) {
        var argv = new ArrayList<>(way);
        argv.add("true");
        return machine.processes().run(argv).ok();
    }
}
