package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace that lasts as long as one command, in which it can do no harm. In a container, where root may not make
 * one, it is that of a new user namespace, in which everybody may.
 */
final class TrialNetwork {
    private TrialNetwork() {}

    /** A command line that runs a shell script there; what follows are the script's arguments, from $1. */
    static List<String> shell(String script, Machine machine) {
        var argv = new ArrayList<String>(machine.fact("trial network", () -> way(machine)));
        argv.addAll(List.of("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin\n" + script, "sh"));
        return argv;
    }

    private static List<String> way(Machine machine) {
        List<String> plain = List.of("unshare", "--net");
        List<String> asUser = List.of("unshare", "--user", "--map-root-user", "--net");
        return succeeds(plain, machine) || !succeeds(asUser, machine) ? plain : asUser;
    }

    private static boolean succeeds(List<String> way, Machine machine) {
        var argv = new ArrayList<>(way);
        argv.add("true");
        return machine.processes().run(argv).ok();
    }
}
