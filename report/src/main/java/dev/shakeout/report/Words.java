package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Phrases that the reports and the terminal share, on one line each and free of control characters. */
public final class Words {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final int SHOWN = 5;

    private Words() {}

    /**
     * A run in one line: "passed: orders stayed under 200 ms (p95 12 → 14 → 13 ms) while 1 of 2 fks_auth was killed;
     * recovered in 1.2 s".
     */
    public static String summary(Journal journal) {
        return Plain.line(journal.verdict().word() + ": " + Summary.of(journal));
    }

    /** Why the verdict is what it is, in one sentence. */
    public static String reason(Journal journal) {
        return Plain.line(journal.reasons().stream()
                .findFirst()
                .filter(reason -> !reason.isBlank())
                .orElse(journal.meaning()));
    }

    /** An injection in one line: what was done, what it did, and whether it was taken back. */
    public static String injection(Journal.Injected injection) {
        var parts = new ArrayList<String>();
        parts.add(injection.on().map(Reading::words).orElse("effect not measured"));
        parts.add(takenBack(injection));
        return Plain.line(injection.fault() + " on " + injection.target() + ": " + String.join("; ", parts));
    }

    /** Whether an injection was taken back: "taken back in 40 ms, effect gone"; "over at once, nothing to take back". */
    public static String takenBack(Journal.Injected injection) {
        if (injection.injected().isEmpty()) {
            return "never injected";
        }
        if (!injection.leftovers().isEmpty() || injection.takenBack().isEmpty()) {
            return "not taken back";
        }
        if (injection.overAtOnce()) {
            return "over at once, nothing to take back";
        }
        return injection.undoTook().map(t -> "taken back in " + Span.words(t)).orElse("taken back")
                + injection
                        .gone()
                        .map(gone -> gone ? ", effect gone" : ", effect still there")
                        .orElse("");
    }

    /** "left its limits 1.4 s after the fault came on and was back within them 800 ms after it was taken back". */
    public static String recovery(Recovery recovery) {
        if (recovery.timeToDetect().isEmpty()) {
            return "stayed within its limits throughout";
        }
        String left = "left its limits " + Span.words(recovery.timeToDetect().get()) + " after the fault came on and ";
        return left
                + recovery.timeToRecover()
                        .map(t -> t.isZero()
                                ? "was back within them before it was taken back"
                                : "was back within them " + Span.words(t) + " after it was over")
                        .orElse("had not come back when the run ended");
    }

    /** Three values with one unit where they share it: "12 → 14 → 13 ms"; a dash for what was not measured. */
    public static String change(List<Optional<Duration>> values) {
        return join(values.stream().map(v -> v.map(Span::words)).toList());
    }

    static String join(List<Optional<String>> values) {
        var units = values.stream()
                .flatMap(Optional::stream)
                .map(w -> w.replaceFirst("^[-0-9.]+", ""))
                .distinct()
                .toList();
        var words = values.stream().map(v -> v.orElse("–")).toList();
        if (units.size() != 1 || units.getFirst().strip().contains(" ")) {
            return String.join(" → ", words);
        }
        var bare = new ArrayList<>(words.stream()
                .map(w -> w.substring(
                        0,
                        w.length()
                                - (w.endsWith(units.getFirst())
                                        ? units.getFirst().length()
                                        : 0)))
                .toList());
        int last = IntStream.range(0, values.size())
                .filter(i -> values.get(i).isPresent())
                .max()
                .orElse(0);
        bare.set(last, words.get(last));
        return String.join(" → ", bare);
    }

    /** What a run leaves of the services that an activity hits. */
    static String services(Plan.BlastRadius radius) {
        return radius.services().stream().map(Plan.Service::toString).collect(Collectors.joining("; "));
    }

    static String spared(Plan.BlastRadius radius) {
        return String.join("; ", protectedOnes(radius));
    }

    /** What a selector found and must never hit, a line for each reason: "an ssh daemon: process sshd (pid 812)". */
    public static List<String> protectedOnes(Plan.BlastRadius radius) {
        var byReason = radius.spared().stream()
                .collect(Collectors.groupingBy(
                        Plan.Spared::why,
                        LinkedHashMap::new,
                        Collectors.mapping(Plan.Spared::target, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + some(entry.getValue()))
                .toList();
    }

    private static String some(List<String> targets) {
        String first = targets.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return targets.size() > SHOWN ? first + " and " + (targets.size() - SHOWN) + " more" : first;
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String moment(Instant instant) {
        return MOMENT.format(instant);
    }

    static String clock(Instant instant) {
        return CLOCK.format(instant);
    }

    /** A moment of a run, counted from its start: "+12.3 s". */
    static String offset(Journal journal, Instant instant) {
        var since = Duration.between(journal.start(), instant);
        double seconds = Span.seconds(since);
        return Math.abs(seconds) < 60
                ? (since.isNegative() ? "−" : "+") + Numbers.brief(Math.abs(seconds)) + " s"
                : (since.isNegative() ? "" : "+") + Span.words(since);
    }
}
