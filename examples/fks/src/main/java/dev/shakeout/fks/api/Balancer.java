package dev.shakeout.fks.api;

import dev.shakeout.fks.http.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Spreads calls over a service's replicas in turn, and lets one that failed rest for a second if there are others. */
final class Balancer {
    private static final Duration REST = Duration.ofSeconds(1);

    private final String service;
    private final Addresses addresses;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, Long> failedAtNanos = new ConcurrentHashMap<>();

    Balancer(String service, Addresses addresses) {
        this.service = service;
        this.addresses = addresses;
    }

    /** To one fixed address. */
    static Balancer to(String service, String url) {
        return new Balancer(service, new DnsAddresses(HostPort.parse(url)));
    }

    /** The next replica: not tried before and not resting if possible, but always one if there is any. */
    String next(Set<String> tried) throws IOException {
        List<String> all = addresses.now();
        if (all.isEmpty()) {
            addresses.doubt();
            throw new IOException("no address of " + service + " is known");
        }
        int start = Math.floorMod(turn.getAndIncrement(), all.size());
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get((start + i) % all.size()))
                .min(Comparator.comparing((String url) -> tried.contains(url)).thenComparing(this::rests))
                .orElseThrow();
    }

    void failed(String url) {
        failedAtNanos.put(url, System.nanoTime());
        addresses.doubt();
    }

    private boolean rests(String url) {
        Long failedAt = failedAtNanos.get(url);
        if (failedAt == null) {
            return false;
        }
        boolean rests = System.nanoTime() - failedAt < REST.toNanos();
        if (!rests) {
            failedAtNanos.remove(url, failedAt);
        }
        return rests;
    }
}
