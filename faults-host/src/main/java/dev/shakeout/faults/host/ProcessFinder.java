package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds processes of this host. Never the first process, this run, what it descends from, our own children, kernel
 * threads or the dead.
 */
public final class ProcessFinder implements TargetFinder {
    static final Parameter<String> NAME = Parameter.optional(
            "name",
            Type.text(),
            "Name of the program; of a Java process the simple name of its main class, or its jar without .jar.");
    static final Parameter<Pattern> COMMAND_LINE = Parameter.optional(
            "command-line", new Regex(), "Regular expression that is found in the whole command line.");
    static final Parameter<Integer> PORT =
            Parameter.optional("port", Type.integer(1, 65535), "TCP port that it listens on.");
    static final Parameter<Integer> PID =
            Parameter.optional("pid", Type.integer(2, Integer.MAX_VALUE), "Number of the process.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("process", "Finds processes of this host.", NAME, COMMAND_LINE, PORT, PID);
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        if (List.of(NAME, COMMAND_LINE, PORT, PID).stream()
                .allMatch(criterion -> by.find(criterion).isEmpty())) {
            throw new BadValue("a process is found by name, command-line, port or pid; give at least one of them");
        }
        var procfs = new Procfs(machine);
        Set<Long> ourselves = procfs.ourselves();
        String ledgers = machine.folders().runs().toString();
        var found = new ArrayList<ProcStat>();
        for (long pid : procfs.pids()) {
            if (pid == 1 || ourselves.contains(pid)) {
                continue;
            }
            procfs.stat(pid)
                    .filter(stat -> !stat.kernelThread()
                            && !stat.ended()
                            && !keepsWatch(procfs.commandLine(stat.pid()), ledgers)
                            && matches(by, procfs, stat))
                    .ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(ProcStat::start).thenComparingLong(ProcStat::pid));
        return found.stream().map(stat -> target(stat, by, procfs)).toList();
    }

    /** A run's sentinel, or an undo under way: its arguments name a file of a ledger. */
    private static boolean keepsWatch(List<String> argv, String ledgers) {
        return argv.stream().anyMatch(word -> word.startsWith(ledgers));
    }

    private static boolean matches(Arguments by, Procfs procfs, ProcStat stat) {
        List<String> argv = procfs.commandLine(stat.pid());
        return by.find(PID).map(pid -> pid == stat.pid()).orElse(true)
                && by.find(NAME)
                        .map(name -> ProcessName.all(stat.comm(), argv).contains(name))
                        .orElse(true)
                && by.find(COMMAND_LINE)
                        .map(pattern -> pattern.matcher(String.join(" ", argv)).find())
                        .orElse(true)
                && by.find(PORT)
                        .map(port -> !Listener.on(Listener.of(procfs, stat.pid()), port)
                                .isEmpty())
                        .orElse(true)
                && !Token.marks(argv);
    }

    private static Target target(ProcStat stat, Arguments by, Procfs procfs) {
        List<String> argv = procfs.commandLine(stat.pid());
        return new Target(
                "process",
                stat.pid() + ":" + stat.start(),
                by.find(NAME).orElseGet(() -> ProcessName.all(stat.comm(), argv).getFirst()),
                Map.of("pid", Long.toString(stat.pid()), "start", Long.toString(stat.start()), "comm", stat.comm()));
    }

    /** A regular expression as java.util.regex reads it. */
    record Regex() implements Type<Pattern> {
        @Override
        public String name() {
            return "text";
        }

        @Override
        public String allowed() {
            return "a regular expression";
        }

        @Override
        public Pattern parse(Json json) {
            String text = Type.text().parse(json);
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new BadValue("'" + text + "' is not a regular expression: " + e.getDescription());
            }
        }
    }
}
