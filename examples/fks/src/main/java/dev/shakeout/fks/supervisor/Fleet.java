package dev.shakeout.fks.supervisor;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.UsageException;
import dev.shakeout.fks.Weakness;
import dev.shakeout.fks.http.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Which services there are and how each is run, as the command line of {@code fks up} wants it. */
final class Fleet {
    static final List<String> NAMES = List.of("fks_data", "fks_execution", "fks_auth", "fks_training", "fks_api");

    private static final int AUTH_BASE = 2;
    private static final int AUTH_MAX = 4;

    private final Set<Weakness> weaknesses;
    private final Map<String, String> via;
    private final Map<String, String> ports;
    private final List<String> jobCpu;

    Fleet(Arguments arguments) {
        weaknesses = arguments.weaknesses();
        via = arguments.pairs("via");
        ports = arguments.pairs("port-of");
        jobCpu = arguments
                .text("job-cpu-ms")
                .map(ms -> List.of("--job-cpu-ms", ms))
                .orElse(List.of());
        for (String name : via.keySet()) {
            if (!Set.of("fks_auth", "fks_execution", "fks_data").contains(name)) {
                throw new UsageException("--via is for fks_auth, fks_execution or fks_data, not " + name);
            }
        }
        via.values().forEach(HostPort::parse);
        for (String name : ports.keySet()) {
            if (!NAMES.contains(name)) {
                throw new UsageException("--port-of: there is no service " + name);
            }
        }
    }

    List<ServiceSpec> specs(String supervisorUrl) {
        boolean single = weaknesses.contains(Weakness.REPLICAS);
        return List.of(
                spec("fks_data", 1, 1, weak(Weakness.DURABILITY), false),
                spec("fks_execution", 1, 1, List.of(), false),
                spec("fks_auth", single ? 1 : AUTH_BASE, single ? 1 : AUTH_MAX, List.of(), false),
                spec("fks_training", 1, 1, join(weak(Weakness.QUEUE), jobCpu), true),
                spec("fks_api", 1, 1, apiArguments(supervisorUrl), false));
    }

    private ServiceSpec spec(String name, int base, int max, List<String> arguments, boolean pinned) {
        try {
            OptionalInt port =
                    ports.containsKey(name) ? OptionalInt.of(Integer.parseInt(ports.get(name))) : OptionalInt.empty();
            return new ServiceSpec(name, base, max, arguments, port, pinned);
        } catch (NumberFormatException e) {
            throw (UsageException) new UsageException("--port-of " + name + " needs a number").initCause(e);
        }
    }

    private List<String> apiArguments(String supervisorUrl) {
        List<String> arguments = new ArrayList<>(List.of("--supervisor", supervisorUrl));
        via.forEach((name, address) -> arguments.addAll(List.of("--" + name.substring("fks_".length()), address)));
        arguments.addAll(weak(Weakness.CIRCUIT_BREAKER));
        arguments.addAll(weak(Weakness.REPLICAS));
        return arguments;
    }

    private List<String> weak(Weakness weakness) {
        return weaknesses.contains(weakness) ? List.of("--weak", weakness.option()) : List.of();
    }

    private static List<String> join(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
