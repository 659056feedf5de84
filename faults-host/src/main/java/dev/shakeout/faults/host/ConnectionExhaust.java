package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Uses up the connections that a service can have, as a leak in a client's pool or a slow attack does. */
public final class ConnectionExhaust implements Fault {
    /** Of one source address, most of the ports that the kernel gives to clients. */
    private static final int MOST = 20_000;

    static final Parameter<Integer> CONNECTIONS = Parameter.required(
            "connections",
            Type.integer(1, MOST),
            "How many to open and hold; fewer where the service takes no more. One that is closed is opened again.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "connection/exhaust", "Holds many idle connections to a service open.", CONNECTIONS, ViaProxy.PORT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "link");
    }

    @Override
    public String effect() {
        return "whether the service still takes new connections";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Clients());
    }

    private record Clients() implements Rung {
        /** For the files of the JVM that holds them. */
        private static final int OTHER_FILES = 100;

        @Override
        public String name() {
            return "clients of our own";
        }

        @Override
        public String needs() {
            return "nothing";
        }

        @Override
        public Optional<Set<String>> capabilities() {
            return Optional.of(Set.of("SYS_PTRACE"));
        }

        @Override
        public String inverse() {
            return "the process that holds the connections is ended";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            int wanted = arguments.get(CONNECTIONS);
            long most = filesAllowed(machine) - OTHER_FILES;
            if (wanted > most) {
                return Optional.of(wanted + " connections are more than this user may hold open: " + most
                        + " (ulimit -Hn, less " + OTHER_FILES + ")");
            }
            return target.kind().equals("link")
                    ? DeclaredLink.missing(target, machine)
                    : Listener.missing(target, arguments.find(ViaProxy.PORT), machine)
                            .or(() -> NetNamespace.missing(target, machine));
        }

        private static long filesAllowed(Machine machine) {
            return new Procfs(machine)
                    .lines("self/limits").stream()
                            .filter(line -> line.startsWith("Max open files"))
                            .map(line -> line.split("\\s+", -1)[4])
                            .filter(hard -> hard.matches("\\d+"))
                            .map(Long::parseLong)
                            .findFirst()
                            .orElse(Long.MAX_VALUE);
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            Held held = target.kind().equals("link")
                    ? DeclaredLink.of(target, machine)
                            .map(link -> new Held(
                                    link.host(), link.port(), link.control().pid(), arguments, machine))
                            .orElseThrow(() -> new IllegalStateException("no proxy for " + target))
                    : byProcess(target, arguments, machine);
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(ConnectionHolder.class.getName(), Token.fresh().option()));
            argv.addAll(List.of("--host=" + held.host(), "--port=" + held.port()));
            argv.add("--connections=" + arguments.get(CONNECTIONS));
            return new Prepared(
                    List.of(Step.child(
                            "open " + arguments.get(CONNECTIONS) + " connections to port " + held.port(),
                            NetNamespace.of(target, machine).inside(argv))),
                    held,
                    List.of(
                            "they say nothing: what gives up on silent clients closes them, and they are opened again"));
        }

        private static Held byProcess(Target target, Arguments arguments, Machine machine) {
            Listener first = Listener.chosen(target, arguments.find(ViaProxy.PORT), machine)
                    .getFirst();
            return new Held(first.reachable(), first.port(), Long.parseLong(target.detail("pid")), arguments, machine);
        }
    }

    /** Connections that stand at a port, as the kernel on its side counts them. */
    private record Held(String host, int port, long pid, Arguments arguments, Machine machine) implements Effect {
        @Override
        public String what() {
            return "connections to port " + port;
        }

        @Override
        public Reading read() {
            int count = Listener.connections(new Procfs(machine), pid, port);
            return new Reading(count, "connections", count + " connections to port " + port + " are open");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() - before.value() >= 0.9 * arguments.get(CONNECTIONS);
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() - before.value() < 0.5 * arguments.get(CONNECTIONS);
        }
    }
}
