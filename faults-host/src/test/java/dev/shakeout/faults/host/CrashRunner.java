package dev.shakeout.faults.host;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A runner to be killed, in a process of its own: the product's own road from the plan to the verdict, for one fault
 * with a gate in it.
 */
final class CrashRunner {
    private static final Position HERE = new Position("matrix", 1, 1);
    private static final String GATE = "gate";

    private CrashRunner() {}

    /** FAULT KILL POINT GATE-FOLDER TARGET CONTROL-FOLDER DISK: by what the target is found, in JSON; the folder of its proxy or ""; its disk or "". */
    public static void main(String[] arguments) {
        var cell = new CrashCell(
                FaultCase.named(arguments[0]),
                CrashCell.Kill.valueOf(arguments[1]),
                CrashCell.Point.valueOf(arguments[2]));
        var gate = new Gate(Path.of(arguments[3]));
        var installed = Catalog.installed();
        var catalog = new Catalog(
                Map.of(cell.fault().fault().descriptor().name(), new GatedFault(cell, gate)),
                Map.of(GATE, new Hold(cell, gate)),
                installed.finders(),
                installed.witnesses(),
                installed.custodians());
        Machine machine = Machine.local();
        Arguments by = criteria(installed.finders().get(cell.fault().kind()).descriptor(), arguments[4]);
        Planned planned = new Planner(catalog, machine).plan(experiment(cell, by, arguments[5], arguments[6]), 1);
        System.out.println("plan " + planned.plan().injections());
        Journal journal = new Runner(catalog, machine, Map.of(), "test").run(planned, new Stop(), List.of());
        machine.shared().close(); // as a command does at its end
        var injected = journal.injections().stream().findFirst();
        System.out.println("ended " + journal.verdict() + " "
                + injected.flatMap(Journal.Injected::bites).orElse(false));
        System.out.println(journal.reasons());
    }

    private static Arguments criteria(Descriptor finder, String json) {
        var values = new HashMap<String, Object>();
        var given = ((Json.Obj) JsonReader.read(json)).members();
        for (Parameter<?> parameter : finder.parameters()) {
            if (given.containsKey(parameter.name())) {
                values.put(parameter.name(), parameter.type().parse(given.get(parameter.name())));
            }
        }
        return new Arguments(values);
    }

    private static Experiment experiment(CrashCell cell, Arguments by, String control, String disk) {
        Descriptor descriptor = cell.fault().fault().descriptor();
        Arguments given = disk.isEmpty() ? Examples.of(descriptor) : MildArguments.of(descriptor, Path.of(disk));
        var selector = new Selector(cell.fault().kind(), by, new Selector.Mode.All());
        var call = new Provider.FaultCall(descriptor.name(), selector, given, Optional.empty());
        return Experiment.of(
                        "a run to be killed",
                        List.of(
                                action("fault", call, true),
                                action("hold", new Provider.Call(GATE, Arguments.NONE), false)))
                .with(control.isEmpty() ? Map.of() : Map.of(by.get(LinkFinder.NAME), Path.of(control)));
    }

    private static Activity action(String name, Provider provider, boolean background) {
        return new Activity.Action(Activity.Written.named(name, HERE).inBackground(background), provider);
    }

    /** Keeps the method, and with it a fault in the background, until the gate is open; what was over at once has stood. */
    private record Hold(CrashCell cell, Gate gate) implements ProbeKind {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of(GATE, "Waits at the gate.");
        }

        @Override
        public boolean acts() {
            return true;
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            return (ProbeReader.Once) () -> {
                if (cell.point() == CrashCell.Point.ON && !gate.reached()) {
                    gate.stand();
                }
                return Json.of(true);
            };
        }
    }
}
