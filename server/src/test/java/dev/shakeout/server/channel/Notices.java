package dev.shakeout.server.channel;

import dev.shakeout.model.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** What receivers are told in tests. */
final class Notices {
    static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final Map<String, String> RUN = Map.of(
            "environment", "production",
            "experiment", "slow-database",
            "experiment-version", "3",
            "run", "r1",
            "requested-by", "ci");

    private Notices() {}

    static Notice of(Occasion occasion, String... more) {
        var facts = new HashMap<>(RUN);
        for (int i = 0; i < more.length; i += 2) {
            facts.put(more[i], more[i + 1]);
        }
        return new Notice("msg_1", occasion, NOW, facts);
    }

    static Notice ended(String verdict) {
        return of(
                Occasion.END,
                "verdict",
                verdict,
                "reason",
                "p95 < 200 ms & \"more\"",
                "started-at",
                "2026-12-01T11:50:00Z");
    }

    /** To receivers on this host. */
    static Outgoing out() {
        return Outgoing.of(Map.of(), true, Optional.empty(), CLOCK);
    }

    static Outgoing guarded() {
        return Outgoing.of(Map.of(), false, Optional.empty(), CLOCK);
    }

    static Outgoing out(Smtp smtp, SSLSocketFactory tls) {
        return new Outgoing(Map.of(), _ -> {}, Optional.of(smtp), () -> tls, CLOCK);
    }

    static Sent send(String kind, Json.Obj target, Notice notice) {
        return Receivers.of(kind).read(target).send(notice, Optional.empty(), out());
    }
}
