package dev.shakeout.server.schedule;

import dev.shakeout.model.BadValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * When something is due: times of the wall clock of a zone. A time that is left out when clocks are put forward is due when that is done,
 * with all others that are left out; one that comes twice when they are put back is due the first time alone.
 */
public final class Timing {
    private static final LocalDateTime SOME_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final String text;
    private final Cron cron;
    private final ZoneId zone;

    private Timing(String text, Cron cron, ZoneId zone) {
        this.text = text;
        this.cron = cron;
        this.zone = zone;
    }

    /**
     * @param text a cron expression, or words
     * @param zone name of a time zone, such as Europe/Berlin
     * @throws BadValue one of them is none, or there is no such time
     */
    public static Timing of(String text, String zone) {
        String stripped = text.strip();
        boolean words = !stripped.isEmpty() && Character.isLetter(stripped.charAt(0));
        Cron cron = Cron.parse(words ? Words.cron(stripped) : stripped);
        if (cron.after(SOME_TIME).isEmpty()) {
            throw new BadValue("'" + text + "' never comes: no month has such a day");
        }
        return new Timing(stripped, cron, zone(zone));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new BadValue("'" + name + "' is no time zone; write one such as Europe/Berlin or UTC");
        }
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** What it comes to, in five fields. */
    public String cron() {
        return cron.text();
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first moment after another. */
    public Instant after(Instant moment) {
        LocalDateTime time = LocalDateTime.ofInstant(moment, zone);
        while (true) {
            time = cron.after(time).orElseThrow(() -> new IllegalStateException(cron.text() + " came to its end"));
            Instant found = moment(time);
            if (found.isAfter(moment)) { // else it comes twice, and this is the second time
                return found;
            }
        }
    }

    /** The last moment that is not after another; empty when there is none after the first one that is given. */
    public Optional<Instant> last(Instant notBefore, Instant notAfter) {
        LocalDateTime time = LocalDateTime.ofInstant(notAfter, zone).plusNanos(1);
        while (true) {
            Optional<LocalDateTime> earlier = cron.before(time);
            Optional<Instant> found = earlier.map(this::moment);
            if (found.isEmpty() || found.get().isBefore(notBefore)) {
                return Optional.empty();
            }
            if (!found.get().isAfter(notAfter)) {
                return found;
            }
            time = earlier.orElseThrow();
        }
    }

    private Instant moment(LocalDateTime time) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return change != null && change.isGap()
                ? change.getInstant()
                : time.atZone(zone).toInstant();
    }
}
