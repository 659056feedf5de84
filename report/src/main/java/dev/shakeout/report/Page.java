package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The frame of a page and the small parts that every section is made of. */
final class Page {
    private static final String CSS = css();

    private Page() {}

    /** A whole file. It names no address outside itself, and its policy forbids a browser to load any. */
    static String write(String title, Markup body) {
        var head = tag(
                "head",
                tag("meta", attribute("charset", "utf-8")),
                tag("meta", attribute("name", "viewport"), attribute("content", "width=device-width, initial-scale=1")),
                tag("meta", attribute("name", "color-scheme"), attribute("content", "light dark")),
                tag(
                        "meta",
                        attribute("http-equiv", "Content-Security-Policy"),
                        attribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
                tag("title", text(Plain.shortened(Plain.line(title), 120))),
                tag("style", new Markup.Raw(CSS)));
        return "<!DOCTYPE html>\n"
                + tag("html", attribute("lang", "en"), head, tag("body", tag("main", body)))
                        .write()
                + "\n";
    }

    static Markup section(String id, String heading, Markup... content) {
        return tag(
                "section",
                attribute("id", id),
                attribute("aria-labelledby", id + "-heading"),
                tag("h2", attribute("id", id + "-heading"), text(heading)),
                group(Stream.of(content)));
    }

    /** Text from outside: set apart, so that its direction of writing does not disturb ours. */
    static Markup outside(String words) {
        return tag("bdi", text(Plain.line(words)));
    }

    static Markup code(String code) {
        return tag("code", attribute("dir", "ltr"), text(code));
    }

    static Markup paragraph(String classes, Markup... content) {
        return tag("p", style(classes), group(Stream.of(content)));
    }

    /** Which verdict, in a word, a mark and a colour. */
    static Markup badge(Verdict verdict) {
        return tag("span", style("badge " + tone(verdict)), mark(markOf(verdict)), text(verdict.word()));
    }

    static Markup mark(String sign) {
        return tag("span", style("mark"), attribute("aria-hidden", "true"), text(sign));
    }

    static String markOf(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "✓";
            case DEVIATED, FAILED -> "✗";
            case UNSAFE -> "!";
            case HALTED, ABORTED -> "■";
            case NOT_READY, REFUSED, INCONCLUSIVE -> "?";
        };
    }

    static String tone(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "good";
            case DEVIATED, FAILED, UNSAFE -> "bad";
            case HALTED, ABORTED, NOT_READY, REFUSED, INCONCLUSIVE -> "warn";
        };
    }

    /** A table whose first cell of each row is its header; on a narrow page every cell says its column itself. */
    static Markup table(String caption, List<String> columns, List<List<Markup>> rows) {
        return tag(
                "table",
                tag("caption", text(caption)),
                tag(
                        "thead",
                        tag("tr", group(columns.stream().map(c -> tag("th", attribute("scope", "col"), text(c)))))),
                tag("tbody", group(rows.stream().map(row -> tag("tr", group(cells(columns, row)))))));
    }

    private static Stream<Markup> cells(List<String> columns, List<Markup> row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> i == 0
                        ? tag("th", attribute("scope", "row"), row.get(i))
                        : tag("td", attribute("data-label", columns.get(i)), row.get(i)));
    }

    static Markup list(List<String> items) {
        return items.isEmpty() ? none() : tag("ul", group(items.stream().map(item -> tag("li", outside(item)))));
    }

    /** Commands to paste, each on lines of its own. */
    static Markup commands(List<String> commands) {
        return tag("pre", attribute("dir", "ltr"), attribute("tabindex", "0"), code(String.join("\n", commands)));
    }

    private static String css() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing beside " + Page.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read report.css", e);
        }
    }
}
