package dev.shakeout.fks.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Finds free ports, each only once. */
final class Ports {
    /** Below the range from which the kernel takes ports for outgoing calls, or one could take a dead service's port. */
    private static final int LOWEST = 18_000;

    private static final int HIGHEST = 32_000;

    private final RandomGenerator random;
    private final Set<Integer> given = new HashSet<>();

    Ports(RandomGenerator random) {
        this.random = random;
    }

    synchronized int free() {
        while (true) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (given.add(port) && canBind(port)) {
                return port;
            }
        }
    }

    private static boolean canBind(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
