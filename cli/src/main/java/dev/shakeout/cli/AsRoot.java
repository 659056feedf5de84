package dev.shakeout.cli;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Diagnosis;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a user who is not root would get from being root: told by a doctor that is root of a user namespace and a network
 * namespace of its own, which takes no right and touches nothing outside of them.
 *
 * @param missing what lacks there, by fault and rung; empty for what works
 */
record AsRoot(Map<String, String> missing) {
    private static final AsRoot UNKNOWN = new AsRoot(Map.of());
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Asks only of those faults that lack root, if any. */
    static CompletableFuture<AsRoot> ask(List<Diagnosis> looked, Machine machine) {
        List<String> faults = looked.stream()
                .filter(AsRoot::lacksRoot)
                .map(Diagnosis::fault)
                .distinct()
                .toList();
        return faults.isEmpty() || machine.isRoot() || machine.tool("unshare").isEmpty()
                ? CompletableFuture.completedFuture(UNKNOWN)
                : Threads.ask("as root", () -> of(faults, machine));
    }

    private static boolean lacksRoot(Diagnosis diagnosis) {
        return diagnosis.missing().equals("not root");
    }

    private static AsRoot of(List<String> faults, Machine machine) {
        try (var home = TemporaryFolder.make("shakeout-doctor-")) {
            var argv = new ArrayList<>(
                    List.of("env", "SHAKEOUT_HOME=" + home.path(), "unshare", "--map-root-user", "--net", "--"));
            argv.addAll(List.of("sh", "-c", "ip link set lo up; exec \"$@\"", "sh")); // dummies listen on loopback
            argv.addAll(machine.java());
            argv.addAll(List.of(Main.class.getName(), "doctor", "--json"));
            faults.forEach(fault -> argv.addAll(List.of("--fault", fault)));
            return read(machine.processes().run(argv, LIMIT).output());
        } catch (IOException | InvalidInput _) {
            return UNKNOWN; // no user namespaces here
        }
    }

    private static AsRoot read(String json) {
        var missing = new HashMap<String, String>();
        if (JsonReader.read("doctor", json) instanceof Json.Arr(List<Json> rows)) {
            for (Json row : rows) {
                if (row instanceof Json.Obj(Map<String, Json> members)) {
                    missing.put(key(text(members, "fault"), text(members, "rung")), text(members, "missing"));
                }
            }
        }
        return new AsRoot(missing);
    }

    private static String text(Map<String, Json> members, String key) {
        Json value = members.get(key);
        return value == null ? "" : value.text();
    }

    private static String key(String fault, String rung) {
        return fault + " by " + rung;
    }

    /** The diagnosis, with what root alone would change. */
    Diagnosis explain(Diagnosis diagnosis) {
        String there = missing.get(key(diagnosis.fault(), diagnosis.rung()));
        return there == null || !lacksRoot(diagnosis)
                ? diagnosis
                : diagnosis.lacking(
                        there.isEmpty()
                                ? "not root, and nothing else: in a user namespace of its own it works here"
                                : "not root; in a user namespace of its own: " + there);
    }
}
