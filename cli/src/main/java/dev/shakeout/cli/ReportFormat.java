package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.report.Entry;
import dev.shakeout.report.HtmlReport;
import dev.shakeout.report.JunitReport;
import dev.shakeout.report.MarkdownReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The forms a report can take. */
enum ReportFormat {
    HTML(".html", entries -> entries.size() == 1 ? HtmlReport.of(entries.getFirst()) : HtmlReport.index(entries)),
    MARKDOWN(".md", entries -> entries.stream().map(MarkdownReport::of).collect(Collectors.joining("\n---\n\n"))),
    JUNIT(".xml", JunitReport::of);

    private final String ending;
    private final Function<List<Entry>, String> text;

    ReportFormat(String ending, Function<List<Entry>, String> text) {
        this.ending = ending;
        this.text = text;
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
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text.apply(entries));
    }
}
