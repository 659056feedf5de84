package dev.shakeout.cli;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.foreign.FidelityReport;
import dev.shakeout.dialects.foreign.Translated;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells what becomes of every field of a file that is written for another tool. */
final class FidelityTable {
    private static final String OPTION = "--fidelity";
    private static final List<String> FORMS = List.of("table", "json");

    private FidelityTable() {}

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(OPTION)
                .paramLabel("FORM")
                .type(String.class)
                .arity("1")
                .completionCandidates(FORMS)
                .description("Say what becomes of every field of another tool's file, as a table or as json.")
                .build());
    }

    static boolean asked(ParseResult given) {
        return given.hasMatchedOption(OPTION);
    }

    static void tell(List<Translated> translated, ParseResult given, Terminal terminal) {
        if (asked(given)) {
            tell(
                    FidelityReport.of(translated.stream().map(Translated::fidelity)),
                    "No field of another tool's.",
                    given,
                    terminal);
        }
    }

    /** @param none what is said where there is nothing to report */
    static void tell(FidelityReport report, String none, ParseResult given, Terminal terminal) {
        if (!asked(given)) {
            return;
        }
        String form = given.matchedOptionValue(OPTION, "table");
        Words.check(OPTION, form, FORMS);
        if (form.equals("json")) {
            terminal.print(JsonWriter.write(report.json()).stripTrailing());
            return;
        }
        report.table().forEach(terminal::print);
        terminal.print(report.fields().isEmpty() ? none : report.summary());
    }

    /** What is done otherwise than the file says, before anything is done. */
    static void warn(Translated written, Terminal terminal) {
        warn(written.fidelity(), terminal::line);
    }

    /** @param say to standard error where something else is printed */
    static void warn(FidelityReport report, Consumer<String> say) {
        report.approximated()
                .forEach(field -> say.accept("approximated: " + field.position() + ": " + field.path() + ": "
                        + field.fidelity().detail()));
    }
}
