package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Diagnosis;
import dev.shakeout.engine.Doctor;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Says for every fault which rung of the privilege ladder holds here, by trying it, and what the others lack. */
final class DoctorCommand implements Command {
    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "Try every fault on a dummy: say which work here, by which means, and what the other means lack.";
    }

    @Override
    public String example() {
        return "shakeout doctor --json";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("--json", "Write JSON."));
        spec.addOption(Options.flag("--quick", "Only look for what each means needs; try nothing."));
        spec.addOption(OptionSpec.builder("--fault")
                .paramLabel("NAME")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description("Only this fault, such as network/delay. May be repeated.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) {
        boolean json = given.matchedOptionValue("--json", false);
        boolean quick = given.matchedOptionValue("--quick", false);
        if (!json && !quick) {
            terminal.line("Trying every fault on dummies of our own; nothing else on this host is touched.");
        }
        var machine = Machine.local();
        var doctor = new Doctor(chosen(given), machine, Version.NUMBER);
        List<Diagnosis> diagnoses = quick ? doctor.look() : examine(doctor, machine);
        if (json) {
            terminal.print(JsonWriter.write(
                    Json.of(diagnoses.stream().map(DoctorCommand::json).toList())));
        } else {
            table(diagnoses, terminal);
        }
        return Exit.OK;
    }

    private static Catalog chosen(ParseResult given) {
        var catalog = Catalog.installed();
        List<String> names = given.matchedOptionValue("--fault", List.of());
        names.forEach(name ->
                Words.check("--fault", name, catalog.faults().keySet().stream().toList()));
        return names.isEmpty() ? catalog : catalog.only(names);
    }

    private static List<Diagnosis> examine(Doctor doctor, Machine machine) {
        var asRoot = AsRoot.ask(doctor.look(), machine); // meanwhile
        return doctor.examine().stream()
                .map(diagnosis -> asRoot.join().explain(diagnosis))
                .toList();
    }

    /** Its members are a promise to scripts; new ones may be added. */
    private static Json json(Diagnosis diagnosis) {
        return Json.object(
                "fault",
                diagnosis.fault(),
                "rung",
                diagnosis.rung(),
                "needs",
                diagnosis.needs(),
                "works",
                diagnosis.works(),
                "tried",
                diagnosis.tried(),
                "missing",
                diagnosis.missing(),
                "effect",
                diagnosis.effect(),
                "millis",
                diagnosis.took().toMillis());
    }

    private static void table(List<Diagnosis> diagnoses, Terminal terminal) {
        var found = new HashSet<String>();
        String fault = "";
        for (Diagnosis each : diagnoses) {
            if (!each.fault().equals(fault)) {
                fault = each.fault();
                terminal.line(terminal.style(fault, Style.BOLD));
            }
            boolean first = each.works() && found.add(fault);
            String state = each.works()
                    ? terminal.style("works" + (first ? ", taken first" : ""), Style.GREEN) + how(each)
                    : terminal.style((each.tried() ? "does not work: " : "missing: ") + each.missing(), Style.YELLOW)
                            + how(each);
            terminal.line("  %s %-40s %s".formatted(each.works() ? "✓" : "✗", each.rung(), state));
            if (!each.works()) {
                terminal.line("    %-40s %s".formatted("", "it needs " + each.needs()));
            }
        }
    }

    private static String how(Diagnosis each) {
        return each.tried()
                ? " (tried in " + Span.words(each.took()) + (each.effect().isEmpty() ? "" : ": " + each.effect()) + ")"
                : " (not tried)";
    }
}
