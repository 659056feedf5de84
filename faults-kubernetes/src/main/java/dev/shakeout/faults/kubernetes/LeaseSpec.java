package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What the spec of a Lease (coordination.k8s.io/v1) says of who holds it; times are in microseconds there. */
public final class LeaseSpec {
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LeaseSpec() {}

    /** @param length after which it lapses if it is not renewed; in whole seconds, at least one */
    public static Json.Obj taken(String holder, Duration length, Instant now) {
        String time = MICRO_TIME.format(now);
        return Json.object(
                "holderIdentity",
                holder,
                "leaseDurationSeconds",
                Math.max(1, length.toSeconds()),
                "acquireTime",
                time,
                "renewTime",
                time);
    }

    /** The change of it that is a sign of life. */
    public static Json.Obj renewed(Instant now) {
        return Json.object("renewTime", MICRO_TIME.format(now));
    }
}
