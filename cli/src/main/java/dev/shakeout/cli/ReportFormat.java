package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Problem;
import dev.shakeout.report.Entry;
import dev.shakeout.report.HtmlReport;
import dev.shakeout.report.JunitReport;
import dev.shakeout.report.MarkdownReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms a report can take. */
enum ReportFormat {
    HTML(".html", "html", "html5"),
    MARKDOWN(".md", "markdown", "md"),
    JUNIT(".xml", "junit", "xml");

    private final String ending;
    private final String name;
    private final String alias;

    ReportFormat(String ending, String name, String alias) {
        this.ending = ending;
        this.name = name;
        this.alias = alias;
    }

    private String text(List<Entry> entries, Optional<String> title) {
        return switch (this) {
            case HTML ->
                title.map(given -> HtmlReport.titled(given, entries))
                        .orElseGet(() ->
                                entries.size() == 1 ? HtmlReport.of(entries.getFirst()) : HtmlReport.index(entries));
            case MARKDOWN ->
                title.map(given -> "# " + given + "\n\n").orElse("")
                        + entries.stream().map(MarkdownReport::of).collect(Collectors.joining("\n---\n\n"));
            case JUNIT -> JunitReport.of(entries);
        };
    }

    static List<String> allNames() {
        return Arrays.stream(values())
                .flatMap(format -> Stream.of(format.name, format.alias))
                .toList();
    }

    /**
     * By a name that Chaos Toolkit's report knows it by.
     *
     * @throws InvalidInput there is none of this name, and what to do instead
     */
    static ReportFormat named(String name) {
        for (ReportFormat format : values()) {
            if (format.name.equals(name) || format.alias.equals(name)) {
                return format;
            }
        }
        throw new InvalidInput(Problem.of("--export-format " + name + ": must be one of "
                + String.join(", ", allNames())
                + (name.equals("pdf")
                        ? "; for a PDF write html and print it, as with: chromium --headless --print-to-pdf=report.pdf"
                                + " report.html"
                        : "; for another form write markdown and convert it, as with pandoc")
                + Nearest.suggestion(name, allNames())));
    }

    /** By the file's ending. */
    static ReportFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ReportFormat format : values()) {
            if (name.endsWith(format.ending)) {
                return format;
            }
        }
        throw new InvalidInput(
                Problem.of(file + ": a report ends in .html, .md or .xml (JUnit), so that its form is known"));
    }

    void write(List<Entry> entries, Path file) throws IOException {
        write(entries, Optional.empty(), file);
    }

    void write(List<Entry> entries, Optional<String> title, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text(entries, title));
    }
}
