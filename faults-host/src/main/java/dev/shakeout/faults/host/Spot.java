package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A TCP port, and that whatever its network namespace exchanges with it is among the packets that a fault meets. */
record Spot(String host, int port) {
    /**
     * A port of the target that its neighbours reach, or one of its peers that the namespace reaches; there may be
     * neither, as when only packets of other hosts are met.
     */
    static Optional<Spot> of(Traffic traffic, Target target, Machine machine) {
        if (!traffic.speaks("tcp")) {
            return Optional.empty();
        }
        if (target.isProcess()
                && (!traffic.own().isEmpty() || traffic.peerPorts().all())) {
            return Listener.chosen(target, Optional.empty(), machine).stream()
                    .filter(listener -> traffic.own().isEmpty() || traffic.own().contains(Traffic.Own.of(listener)))
                    .filter(listener -> traffic.meetsNeighbours(address(listener.reachable())))
                    .map(Spot::of)
                    .findFirst();
        }
        boolean anySocket = traffic.own().isEmpty() && traffic.scope().isEmpty();
        if (!anySocket || traffic.device().isPresent() || traffic.peerPorts().all()) {
            return Optional.empty();
        }
        int port = traffic.peerPorts().ranges().getFirst().first();
        return traffic.peers().stream()
                .filter(net -> net.single() && traffic.meets(net.address()))
                .map(net -> new Spot(net.toString(), port))
                .findFirst();
    }

    static Spot of(Listener listener) {
        return new Spot(listener.reachable(), listener.port());
    }

    /** Of a literal, so nobody is asked. */
    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
