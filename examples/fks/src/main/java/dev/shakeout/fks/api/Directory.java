package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The supervisor's list of who is where, asked for every 200 ms. When the supervisor is silent the last list holds. */
final class Directory {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final String supervisor;
    private final Caller caller;
    private final Thread poller;
    private volatile Map<String, List<String>> replicas = Map.of();

    Directory(String supervisor, Caller caller) {
        this.supervisor = supervisor;
        this.caller = caller;
        refresh();
        poller = Thread.ofVirtual().start(this::pollForever);
    }

    Addresses of(String service) {
        return new SupervisedAddresses(this, service);
    }

    List<String> replicas(String service) {
        return replicas.getOrDefault(service, List.of());
    }

    void refreshSoon() {
        LockSupport.unpark(poller);
    }

    private void pollForever() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            refresh();
        }
    }

    private void refresh() {
        try {
            Answer answer = caller.get(supervisor + "/services", TIMEOUT);
            replicas = Json.read(answer.body()).objects("services").stream()
                    .collect(Collectors.toMap(service -> service.text("name", ""), Directory::urls));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("fks_api: keeps its old list of addresses: " + e);
        }
    }

    /** Of the healthy ones; of all when none is, since the supervisor may know less than a call finds out. */
    private static List<String> urls(Fields service) {
        List<Fields> all = service.objects("replicas");
        List<Fields> healthy =
                all.stream().filter(replica -> replica.truth("healthy", false)).toList();
        return (healthy.isEmpty() ? all : healthy)
                .stream().map(replica -> replica.text("url", "")).toList();
    }
}
