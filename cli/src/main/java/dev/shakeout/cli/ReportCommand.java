package dev.shakeout.cli;

import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Problem;
import dev.shakeout.report.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Makes a report from journals. */
final class ReportCommand implements Command {
    private static final String FORMAT = "--export-format";
    private static final String AS = "--as";

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
        spec.addOption(OptionSpec.builder(FORMAT)
                .paramLabel("FORMAT")
                .type(String.class)
                .arity("1")
                .completionCandidates(ReportFormat.allNames())
                .description("html, markdown or junit, whatever the report's name ends in.")
                .build());
        spec.addOption(OptionSpec.builder(AS)
                .paramLabel("TOOL")
                .type(String.class)
                .arity("1")
                .completionCandidates(names())
                .description(
                        "Tell the outcome in another tool's words: litmus writes ChaosResults and the resilience score,"
                                + " chaos-mesh the status of its objects, gremlin stages and the reliability score.")
                .build());
        spec.addOption(OptionSpec.builder("--title")
                .paramLabel("TEXT")
                .type(String.class)
                .arity("1")
                .description("The title of the page.")
                .build());
        for (String variable : List.of("--var", "--var-file")) {
            spec.addOption(OptionSpec.builder(variable)
                    .paramLabel("VALUE")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .arity("1")
                    .description("Taken and not needed: a report shows placeholders as they were written.")
                    .build());
        }
        GlobalOptions.describeCompat(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<Path> files = given.matchedPositionalValue(0, List.of());
        Path report = files.getLast();
        if (given.hasMatchedOption(AS)) {
            return tell(files, given.matchedOptionValue(AS, ""), terminal);
        }
        var format = format(report, given);
        Destination.check(report);
        List<Entry> entries = entries(files);
        format.write(entries, Optional.ofNullable(given.matchedOptionValue("--title", (String) null)), report);
        terminal.line("report   " + report);
        return Exit.OK;
    }

    /** @param files the last of which is the report */
    private static List<Entry> entries(List<Path> files) throws IOException {
        var entries = new ArrayList<Entry>();
        var problems = new ArrayList<Problem>();
        for (Path file : files.subList(0, files.size() - 1)) {
            try {
                entries.add(Entry.of(JournalReader.read(file.toString(), Source.journal(file))));
            } catch (InvalidInput e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return entries;
    }

    /** In the words of a tool; the journals may be of any runs, also of files that it never saw. */
    private static int tell(List<Path> files, String tool, Terminal terminal) throws IOException {
        Foreign words = Dialects.ALL.stream()
                .filter(dialect -> dialect.name().equals(tool))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(Problem.of(AS + " " + tool
                        + ": there is no such tool whose words are known" + Nearest.suggestion(tool, names())
                        + " (there are " + String.join(", ", names()) + ")")));
        Path report = files.getLast();
        Destination.check(report);
        String told = words.told(entries(files).stream().map(Entry::journal).toList());
        Files.writeString(report, told);
        terminal.line("report   " + report);
        return Exit.OK;
    }

    private static List<String> names() {
        return Dialects.ALL.stream().map(Foreign::name).toList();
    }

    /** That tool writes Markdown unless told otherwise, whatever the file is called. */
    private static ReportFormat format(Path report, ParseResult given) {
        String named = given.matchedOptionValue(FORMAT, "");
        if (!named.isEmpty()) {
            return ReportFormat.named(named);
        }
        return GlobalOptions.rules(given).ours() ? ReportFormat.of(report) : ReportFormat.MARKDOWN;
    }
}
