package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two network namespaces with a cable between them: a service at 10.77.0.1 and fd77::1, and its peers at 10.77.0.2 to
 * 10.77.0.4 and fd77::2.
 */
final class TwoHosts implements Part {
    private static final String CABLE = """
            PATH=$PATH:/usr/sbin:/sbin
            at() { pid=$1; shift; nsenter --net="/proc/$pid/ns/net" ip "$@" || exit 1; }
            at "$1" link add cable0 type veth peer name cable1
            at "$1" link set cable1 netns "$2"
            at "$1" addr add 10.77.0.1/24 dev cable0
            at "$1" -6 addr add fd77::1/64 dev cable0 nodad
            at "$1" link set cable0 up
            for n in 2 3 4; do at "$2" addr add "10.77.0.$n/24" dev cable1; done
            at "$2" -6 addr add fd77::2/64 dev cable1 nodad
            at "$2" link set cable1 up""";

    final Disposable service;
    final Disposable peer;
    private final Machine machine;

    private TwoHosts(Disposable service, Disposable peer, Machine machine) {
        this.service = service;
        this.peer = peer;
        this.machine = machine;
    }

    static TwoHosts of(Machine machine) throws IOException {
        var service = Disposable.server(machine, "::", true);
        var peer = Disposable.server(machine, "::", true);
        var both = new TwoHosts(service, peer, machine);
        var cable = machine.processes().run(List.of("sh", "-c", CABLE, "sh", pid(service), pid(peer)));
        if (!cable.ok()) {
            both.close();
            throw new IOException("no cable between two namespaces: " + cable.complaint());
        }
        return both;
    }

    private static String pid(Disposable server) {
        return server.target.detail("pid");
    }

    /** The service's namespace as if it was a whole host. */
    Target host() {
        return new Target("host", "service", "service", Map.of("pid", pid(service)));
    }

    /** How an exchange of a peer with the service goes: its outcome and milliseconds. */
    String exchange(String from, String to, int limitMillis) {
        return fromPeer(PeerExchange.class, from, to, Integer.toString(service.port), Integer.toString(limitMillis));
    }

    /** How a call of the service to an address of the peer goes. */
    String call(String to, int limitMillis) {
        return within(
                service, PeerExchange.class, "0.0.0.0", to, Integer.toString(peer.port), Integer.toString(limitMillis));
    }

    private String fromPeer(Class<?> main, String... arguments) {
        return within(peer, main, arguments);
    }

    private String within(Disposable server, Class<?> main, String... arguments) {
        var argv = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid(server) + "/ns/net"));
        argv.addAll(machine.java());
        argv.add(main.getName());
        argv.addAll(List.of(arguments));
        var finished = machine.processes().run(argv, java.time.Duration.ofSeconds(30));
        return finished.ok() ? finished.output().strip() : finished.complaint();
    }

    double millis(String from, String to) {
        String[] said = exchange(from, to, 5000).split(" ", -1);
        return said[0].equals("ANSWERED") ? Double.parseDouble(said[1]) : Double.NaN;
    }

    @Override
    public void close() {
        peer.close();
        service.close();
    }
}
