package dev.shakeout.cli;

import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.report.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Makes a report from journals. */
final class ReportCommand implements Command {
    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "Make a report from one or more journals: HTML, Markdown or JUnit XML.";
    }

    @Override
    public String example() {
        return "shakeout report journal.json report.html";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("2..*")
                .required(true)
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .description("Journals, and last the report: .html, .md or .xml.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<Path> files = given.matchedPositionalValue(0, List.of());
        Path report = files.getLast();
        var format = ReportFormat.of(report);
        Destination.check(report);
        var entries = new ArrayList<Entry>();
        var problems = new ArrayList<Problem>();
        for (Path file : files.subList(0, files.size() - 1)) {
            try {
                entries.add(Entry.of(JournalReader.read(file.toString(), Source.text(file))));
            } catch (InvalidInput e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        format.write(entries, report);
        terminal.line("report   " + report);
        return Exit.OK;
    }
}
