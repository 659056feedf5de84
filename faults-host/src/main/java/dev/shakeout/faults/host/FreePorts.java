package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports that nobody uses in the network namespace of a target, below those that the kernel gives to clients: a port
 * from that range could be taken between the plan and the fault, and a client that got it would be redirected.
 */
final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    /** Goes round, so that two plans of one run do not meet. */
    private static final AtomicInteger NEXT = new AtomicInteger(Token.fresh().number() % COUNT);

    private final Set<Integer> used;
    private final int clientsFrom;
    private final int clientsTo;

    FreePorts(Target target, Machine machine) {
        var procfs = new Procfs(machine);
        used = Listener.portsInUse(procfs, Long.parseLong(target.detail("pid")));
        String[] range = procfs.lines("sys/net/ipv4/ip_local_port_range").stream()
                .findFirst()
                .orElse("32768\t60999")
                .split("\\s+", -1);
        clientsFrom = Integer.parseInt(range[0]);
        clientsTo = Integer.parseInt(range[1]);
    }

    int next() {
        for (int tries = 0; tries < 2 * COUNT; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            boolean forClients = port >= clientsFrom && port <= clientsTo;
            if (!used.contains(port) && (!forClients || tries >= COUNT)) {
                return port;
            }
        }
        throw new IllegalStateException("no TCP port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }
}
