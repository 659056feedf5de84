package dev.shakeout.faults.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The Lease of a run in a cluster, as somebody else sees it; {@link Custody} makes and renews it. */
record RunLease(Resource resource) {
    String path() {
        return resource.path();
    }

    /** What the run may have changed, in the order in which it would have done so. */
    List<Undo> undos() {
        return resource.annotations().entrySet().stream()
                .filter(each -> each.getKey().matches(Pattern.quote(Custody.UNDO) + "[0-9]{1,9}"))
                .sorted(Comparator.comparingInt(
                        each -> Integer.parseInt(each.getKey().substring(Custody.UNDO.length()))))
                .map(each -> Undo.read(each.getValue()))
                .toList();
    }

    Duration length() {
        return Duration.ofSeconds(resource.number(15, "spec", "leaseDurationSeconds"));
    }

    /** Changes with each sign of life. */
    String renewed() {
        return resource.text("spec", "renewTime");
    }

    /** Whether it is so old that no two clocks differ by as much. */
    boolean isLongOver(Instant now) {
        try {
            return OffsetDateTime.parse(renewed())
                    .toInstant()
                    .plus(length())
                    .plus(Duration.ofMinutes(5))
                    .isBefore(now);
        } catch (DateTimeParseException _) {
            return true; // nobody of ours has written it
        }
    }
}
