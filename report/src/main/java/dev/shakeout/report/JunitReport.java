package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What runs found, as JUnit XML in the shape that Jenkins and GitLab read: a suite per run, and a test case for its
 * verdict, each probe of its hypothesis in each phase, each guard, and each fault's effect and undo.
 */
public final class JunitReport {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private JunitReport() {}

    public static String of(Journal journal) {
        return of(List.of(Entry.of(journal)));
    }

    public static String of(List<Entry> entries) {
        var cases = entries.stream().map(e -> JunitCases.of(e.journal())).toList();
        var took = entries.stream().map(e -> e.journal().duration()).reduce(Duration.ZERO, Duration::plus);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + tag(
                                "testsuites",
                                attribute("name", "shakeout"),
                                counts(cases.stream().flatMap(List::stream).toList()),
                                attribute("time", seconds(took)),
                                group(entries.stream().map(JunitReport::suite)))
                        .write()
                + "\n";
    }

    static String timestamp(Instant moment) {
        return TIMESTAMP.format(moment);
    }

    private static Markup suite(Entry entry) {
        var journal = entry.journal();
        var cases = JunitCases.of(journal);
        return tag(
                "testsuite",
                attribute("name", Plain.line(journal.title())),
                counts(cases),
                attribute("skipped", count(cases, JunitCase.State.SKIPPED)),
                attribute("time", seconds(journal.duration())),
                attribute("timestamp", timestamp(journal.start())),
                attribute("hostname", Plain.line(journal.environment().getOrDefault("host", "localhost"))),
                properties(entry),
                group(cases.stream().map(c -> testcase(journal, c))),
                tag("system-out", text(Words.summary(journal))));
    }

    private static Markup counts(List<JunitCase> cases) {
        return group(
                attribute("tests", Integer.toString(cases.size())),
                attribute("failures", count(cases, JunitCase.State.FAILURE)),
                attribute("errors", count(cases, JunitCase.State.ERROR)));
    }

    private static String count(List<JunitCase> cases, JunitCase.State state) {
        return Long.toString(cases.stream().filter(c -> c.state() == state).count());
    }

    private static Markup properties(Entry entry) {
        var journal = entry.journal();
        return tag(
                "properties",
                property("verdict", journal.verdict().word()),
                property("exit-code", Integer.toString(journal.exitCode())),
                property("run", journal.runId()),
                property("seed", Long.toString(journal.seed())),
                property("run-again", entry.rerun()));
    }

    private static Markup property(String name, String value) {
        return tag("property", attribute("name", name), attribute("value", Plain.line(value)));
    }

    private static Markup testcase(Journal journal, JunitCase testcase) {
        return tag(
                "testcase",
                attribute("name", Plain.line(testcase.name())),
                attribute("classname", Plain.line(journal.title())),
                attribute("time", seconds(testcase.took())),
                outcome(testcase).orElse(Markup.none()));
    }

    private static Optional<Markup> outcome(JunitCase testcase) {
        var message = attribute("message", Plain.line(testcase.message()));
        var type = attribute("type", testcase.type());
        var details = text(testcase.details());
        return switch (testcase.state()) {
            case PASSED -> Optional.empty();
            case SKIPPED -> Optional.of(tag("skipped", message));
            case FAILURE -> Optional.of(tag("failure", message, type, details));
            case ERROR -> Optional.of(tag("error", message, type, details));
        };
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(Math.max(0, Span.seconds(duration)))
                .setScale(3, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
