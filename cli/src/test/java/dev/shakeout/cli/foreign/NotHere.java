package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which faults no namespace can hold, and where they are run instead. */
final class NotHere {
    private static final Set<String> OF_THE_API = Set.of("pod", "node", "workload");
    private static final Map<String, String> OF_THE_HOST = Map.of(
            "host/reboot", "would end this machine; HostFaultsTest does it to a virtual one",
            "host/shutdown", "would end this machine; HostFaultsTest does it to a virtual one",
            "time/jump", "all namespaces share this machine's clock; HostFaultsTest does it to a virtual one");

    private NotHere() {}

    static Optional<String> why(Drill.Call call, Machine machine) {
        String area = call.fault().substring(0, call.fault().indexOf('/'));
        if (OF_THE_API.contains(area)) {
            return Optional.of("on a real API server");
        }
        if (OF_THE_HOST.containsKey(call.fault())) {
            return Optional.ofNullable(OF_THE_HOST.get(call.fault()));
        }
        if (call.kind().equals("host")
                && call.fault().startsWith("memory/")
                && call.arguments().get("percent").isPresent()) {
            return Optional.of("a share of the memory of this machine, which others need; it is run on containers");
        }
        String path = call.arguments().get("path").map(Json::text).orElse("");
        if (call.kind().equals("host") && call.fault().startsWith("disk/") && !path.startsWith("/var/")) {
            return Optional.of("a disk of this machine; only /var is one of the room's own");
        }
        if (!call.kind().equals("host") && call.fault().equals("disk/io-load")) {
            return Optional.of("its path is one of this machine, also where the target is a container");
        }
        if (call.kind().equals("host")
                && call.fault().equals("disk/fill")
                && call.arguments().get("percent").isPresent()) {
            return Optional.of("a gibibyte stays free, so a large share is one of a disk of tens of them");
        }
        if (call.arguments().get("correlation").isPresent() && !hasNetem(machine)) {
            return Optional.of("only netem knows correlations, and this kernel has none; OtherKernelTest has one");
        }
        if (call.fault().startsWith("http/")
                && !call.arguments().get("method").map(Json::text).orElse("GET").equals("GET")
                && call.arguments().get("try").isEmpty()) {
            return Optional.of(
                    "to measure it takes a request that changes something, and the file has no place to say which");
        }
        return call.target().get("unit").map(_ -> "there is no systemd in a namespace");
    }

    private static boolean hasNetem(Machine machine) {
        return machine.fact(
                "netem, as tests see it",
                () -> machine.processes()
                        .run(List.of(
                                "unshare",
                                "--net",
                                "sh",
                                "-c",
                                "PATH=$PATH:/usr/sbin:/sbin; tc qdisc add dev lo root netem delay 1ms"))
                        .ok());
    }
}
