package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every injection: what was done, what it did, and how it was taken back. */
final class InjectionSection {
    private InjectionSection() {}

    static Markup of(Journal journal, String prefix) {
        var injections = journal.injections();
        return group(
                IntStream.range(0, injections.size()).mapToObj(i -> card(journal, injections.get(i), i + 1, prefix)));
    }

    private static Markup card(Journal journal, Journal.Injected injection, int number, String prefix) {
        return tag(
                "div",
                style("card"),
                attribute("id", prefix + "fault-" + number),
                tag(
                        "h3",
                        tag("span", style("number"), text(Integer.toString(number))),
                        outside(injection.fault() + " on " + injection.target())),
                Page.paragraph(
                        "states",
                        group(Stream.of(bites(injection), gone(injection)).map(m -> m))),
                leftovers(injection),
                tag("dl", style("pairs"), group(pairs(journal, injection))),
                details(injection));
    }

    private static Markup bites(Journal.Injected injection) {
        if (injection.injected().isEmpty()) {
            return state("quiet", "–", "never injected");
        }
        return injection.bites().isEmpty()
                ? state("warn", "?", "effect not measured")
                : injection.bites().get() ? state("good", "✓", "it bit") : state("warn", "?", "no measurable effect");
    }

    private static Markup gone(Journal.Injected injection) {
        if (injection.injected().isEmpty()) {
            return none();
        }
        if (!injection.leftovers().isEmpty() || injection.takenBack().isEmpty()) {
            return state("bad", "!", "not taken back");
        }
        return injection.gone().orElse(true)
                ? state("good", "✓", Words.takenBack(injection))
                : state("bad", "!", Words.takenBack(injection));
    }

    private static Markup state(String tone, String mark, String words) {
        return tag("span", style("outcome " + tone), Page.mark(mark), text(words));
    }

    private static Markup leftovers(Journal.Injected injection) {
        return injection.leftovers().isEmpty()
                ? none()
                : tag(
                        "div",
                        style("callout bad"),
                        Page.paragraph("lead", tag("strong", text("Left behind. To clear it, run:"))),
                        Page.commands(injection.leftovers()));
    }

    private static Stream<Markup> pairs(Journal journal, Journal.Injected injection) {
        return Stream.of(
                pair("On", injection.injected().map(at -> Words.offset(journal, at) + ", " + Words.clock(at))),
                pair(
                        "Taken back",
                        injection
                                .takenBack()
                                .filter(_ -> !injection.overAtOnce())
                                .map(at -> Words.offset(journal, at) + ", " + Words.clock(at)
                                        + injection
                                                .undoTook()
                                                .map(t -> ", undo took " + Span.words(t))
                                                .orElse(""))),
                pair("Measured", Optional.of(injection.effect()).filter(e -> !e.isBlank())),
                stages(journal, injection),
                pair("Before", injection.before().map(Reading::words)),
                pair("While on", injection.on().map(Reading::words)),
                pair("After", injection.after().map(Reading::words)),
                pair("By", Optional.of(injection.rung()).filter(r -> !r.isBlank())),
                pair("Activity", Optional.of(injection.activity())),
                injection.notes().isEmpty()
                        ? none()
                        : tag("div", tag("dt", text("Notes")), tag("dd", Page.list(injection.notes()))));
    }

    private static Markup stages(Journal journal, Journal.Injected injection) {
        var lines = injection.stages().stream()
                .map(stage -> Words.offset(journal, stage.at()) + ": " + stage.words())
                .toList();
        return lines.isEmpty() ? none() : tag("div", tag("dt", text("Stages")), tag("dd", Page.list(lines)));
    }

    private static Markup pair(String name, Optional<String> value) {
        return value.map(v -> tag("div", tag("dt", text(name)), tag("dd", outside(v))))
                .orElse(none());
    }

    private static Markup details(Journal.Injected injection) {
        int undo = injection.inverses().size();
        return tag(
                "details",
                tag(
                        "summary",
                        text(Words.count(injection.steps().size(), "step")
                                + (undo == 0
                                        ? "; no command is needed to take back"
                                        : "; " + Words.count(undo, "command") + " to take back"))),
                Page.paragraph("quiet", text("Done, in this order:")),
                tag("ol", group(injection.steps().stream().map(step -> tag("li", outside(step))))),
                undo == 0
                        ? none()
                        : group(
                                Page.paragraph("quiet", text("Taken back with, newest first:")),
                                Page.commands(List.copyOf(injection.inverses().reversed()))));
    }
}
