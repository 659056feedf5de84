package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.report.gate.Answer;
import dev.shakeout.report.gate.Reason;

/** A gate's answer as JUnit XML: a test case for each reason, which fails when it keeps the gate closed. */
public final class GateJunit {
    private GateJunit() {}

    public static String of(Answer answer) {
        String count = Integer.toString(answer.reasons().size());
        String failures = Long.toString(answer.reasons().stream()
                .filter(reason -> reason.kind().closes())
                .count());
        String name = Plain.line("gate for " + answer.question().subject());
        var suite = tag(
                "testsuite",
                attribute("name", name),
                attribute("tests", count),
                attribute("failures", failures),
                attribute("errors", "0"),
                attribute("timestamp", JunitReport.timestamp(answer.question().now())),
                group(answer.reasons().stream().map(reason -> testcase(name, reason))));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + tag("testsuites", attribute("name", "shakeout"), attribute("tests", count), suite)
                        .write()
                + "\n";
    }

    private static Markup testcase(String suite, Reason reason) {
        String words = Plain.line(reason.words());
        return tag(
                "testcase",
                attribute("classname", suite),
                attribute("name", words),
                attribute("time", "0"),
                reason.kind().closes()
                        ? tag(
                                "failure",
                                attribute("type", reason.kind().id()),
                                attribute("message", words),
                                text(reason.source()
                                        .map(file -> "journal: " + file)
                                        .orElse("")))
                        : Markup.none());
    }
}
