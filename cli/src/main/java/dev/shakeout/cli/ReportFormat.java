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
import java.util.stream.Collectors;

/** The forms a report can take. */
enum ReportFormat {
    HTML(".html"),
    MARKDOWN(".md"),
    JUNIT(".xml");

    private final String ending;

    ReportFormat(String ending) {
        this.ending = ending;
    }

    private String text(List<Entry> entries) {
        return switch (this) {
            case HTML -> entries.size() == 1 ? HtmlReport.of(entries.getFirst()) : HtmlReport.index(entries);
            case MARKDOWN -> entries.stream().map(MarkdownReport::of).collect(Collectors.joining("\n---\n\n"));
            case JUNIT -> JunitReport.of(entries);
        };
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
        Files.writeString(file, text(entries));
    }
}
