package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** An address and port on which a process accepts TCP connections, or takes UDP datagrams. */
record Listener(InetAddress address, int port) {
    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";
    /** Of a UDP socket that takes datagrams from anybody. */
    private static final String UNCONNECTED = "07";

    /** All of a process, by port. Empty where we may not look into the process. */
    static List<Listener> of(Procfs procfs, long pid) {
        Set<String> sockets = sockets(procfs, pid);
        return of(procfs, pid, List.of("tcp", "tcp6"), LISTENING, sockets::contains);
    }

    /** Those of a target: of its process, or of its whole network. */
    private static List<Listener> of(Target target, List<String> tables, String state, Machine machine) {
        var procfs = new Procfs(machine);
        long pid = Long.parseLong(target.detail("pid"));
        Set<String> sockets = target.isNetwork() ? Set.of() : sockets(procfs, pid);
        return of(procfs, pid, tables, state, inode -> target.isNetwork() || sockets.contains(inode));
    }

    private static List<Listener> of(
            Procfs procfs, long pid, List<String> tables, String state, Predicate<String> wanted) {
        var found = new HashSet<Listener>();
        for (String table : tables) {
            for (String line : procfs.lines(pid + "/net/" + table)) {
                String[] field = line.strip().split("\\s+", -1);
                if (field.length > 9 && field[3].equals(state) && wanted.test(field[9])) {
                    found.add(parse(field[1]));
                }
            }
        }
        return found.stream()
                .sorted(java.util.Comparator.comparingInt(Listener::port)
                        .thenComparing(listener -> listener.address().getHostAddress()))
                .toList();
    }

    /** Every local TCP port in use, by anyone, in the network namespace of a process. */
    static Set<Integer> portsInUse(Procfs procfs, long pid) {
        var ports = new HashSet<Integer>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : procfs.lines(pid + "/net/" + table)) {
                String[] field = line.strip().split("\\s+", -1);
                if (field.length > 9 && field[1].indexOf(':') > 0) {
                    ports.add(parse(field[1]).port());
                }
            }
        }
        return ports;
    }

    /** How many connections stand at a local TCP port in the network namespace of a process, accepted or not yet. */
    static int connections(Procfs procfs, long pid, int port) {
        int count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : procfs.lines(pid + "/net/" + table)) {
                String[] field = line.strip().split("\\s+", -1);
                if (field.length > 9
                        && field[3].equals(ESTABLISHED)
                        && parse(field[1]).port() == port) {
                    count++;
                }
            }
        }
        return count;
    }

    private static Set<String> sockets(Procfs procfs, long pid) {
        var inodes = new HashSet<String>();
        try (var descriptors = Files.newDirectoryStream(procfs.machine().proc(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                String link = linkOf(descriptor);
                if (link.startsWith("socket:[")) {
                    inodes.add(link.substring(8, link.length() - 1));
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            // not ours to look into, or just ended: no sockets that we could know of
        }
        return inodes;
    }

    private static String linkOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    /** The kernel prints an address as 32-bit words in the machine's own byte order, then the port in hexadecimal. */
    static Listener parse(String text) {
        int colon = text.lastIndexOf(':');
        byte[] raw = HexFormat.of().parseHex(text.substring(0, colon));
        boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
        var address = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            address[i] = raw[little ? i / 4 * 4 + 3 - i % 4 : i];
        }
        try {
            return new Listener(InetAddress.getByAddress(address), Integer.parseInt(text.substring(colon + 1), 16));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    boolean wildcard() {
        return address.isAnyLocalAddress();
    }

    boolean loopback() {
        return address.isLoopbackAddress();
    }

    boolean ipv6() {
        return address instanceof java.net.Inet6Address;
    }

    /** Where a client on this host reaches it. */
    String reachable() {
        return wildcard() ? "127.0.0.1" : address.getHostAddress();
    }

    @Override
    public String toString() {
        return (ipv6() ? "[" + address.getHostAddress() + "]" : address.getHostAddress()) + ":" + port;
    }

    /** Those of a target that an experiment means: on the given port, or all. */
    static List<Listener> chosen(Target process, Optional<Integer> port, Machine machine) {
        List<Listener> all = of(process, List.of("tcp", "tcp6"), LISTENING, machine);
        return port.map(number -> on(all, number)).orElse(all);
    }

    /** Why there is nothing to reach a target by, if so. */
    static Optional<String> missing(Target target, Optional<Integer> port, Machine machine) {
        if (!target.isProcess()) {
            return Optional.of(target + " is not a process of this host");
        }
        if (!chosen(target, port, machine).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(none(target, port, machine));
    }

    /** That it listens on no such port, in words. */
    static String none(Target target, Optional<Integer> port, Machine machine) {
        return target + " listens on no TCP port"
                + port.map(number -> " " + number).orElse("") + (machine.isRoot() ? "" : " that this user may see");
    }

    /** Where a target takes datagrams: on the given UDP port, or all. */
    static List<Listener> datagrams(Target process, Optional<Integer> port, Machine machine) {
        List<Listener> all = of(process, List.of("udp", "udp6"), UNCONNECTED, machine);
        return port.map(number -> on(all, number)).orElse(all);
    }

    static List<Listener> on(List<Listener> all, int port) {
        var chosen = new ArrayList<>(all);
        chosen.removeIf(listener -> listener.port() != port);
        return chosen;
    }
}
