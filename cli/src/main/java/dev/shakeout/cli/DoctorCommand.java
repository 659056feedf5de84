package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Says for every fault which rung of the privilege ladder holds here, and what the others lack. */
final class DoctorCommand implements Command {
    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "Say which faults work here, by which means, and what the other means lack.";
    }

    @Override
    public String example() {
        return "shakeout doctor --json";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--json")
                .type(boolean.class)
                .arity("0")
                .description("Write JSON.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) {
        var machine = Machine.local();
        var rows = new ArrayList<Json>();
        boolean json = given.matchedOptionValue("--json", false);
        for (Fault fault : Catalog.installed().faults().values()) {
            boolean found = false;
            for (Rung rung : fault.rungs()) {
                Optional<String> missing = rung.missing(machine);
                boolean taken = missing.isEmpty() && !found;
                found |= taken;
                if (json) {
                    rows.add(Json.object(
                            "fault", fault.descriptor().name(),
                            "rung", rung.name(),
                            "needs", rung.needs(),
                            "works", missing.isEmpty(),
                            "missing", missing.orElse("")));
                } else {
                    String state = missing.isEmpty()
                            ? terminal.style(taken ? "works, taken first" : "works", Style.GREEN)
                            : terminal.style("missing: " + missing.get(), Style.YELLOW);
                    terminal.line("%-18s %-40s %s".formatted(fault.descriptor().name(), rung.name(), state));
                }
            }
        }
        if (json) {
            terminal.line(JsonWriter.write(Json.of(rows)));
        }
        return Exit.OK;
    }
}
