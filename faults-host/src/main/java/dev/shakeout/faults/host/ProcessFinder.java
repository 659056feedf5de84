package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Matching;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Regex;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds processes of this host that live; those that are {@link Untouchable} only to say so. */
public final class ProcessFinder implements TargetFinder {
    static final Parameter<String> NAME = Parameter.optional(
            "name",
            Type.text(),
            "Name of the program; of a Java process the simple name of its main class, or its jar without .jar.");
    static final Parameter<Pattern> COMMAND_LINE = Parameter.optional(
            "command-line", new Regex(), "Regular expression that is found in the whole command line.");
    static final Parameter<Integer> PORT =
            Parameter.optional("port", Type.integer(1, 65535), "TCP port that it listens on.");
    static final Parameter<String> PID_FILE =
            Parameter.optional("pid-file", Type.text(), "File with the number of the process in its first line.");
    static final Parameter<String> UNIT =
            Parameter.optional("unit", Type.text(), "Unit of systemd that it belongs to; .service may be left out.");
    static final Parameter<String> CGROUP = Parameter.optional(
            "cgroup",
            Type.text(),
            "Control group that it is in, or below, as /proc/PID/cgroup shows it: /system.slice/nginx.service.");
    static final Parameter<Integer> PID =
            Parameter.optional("pid", Type.integer(1, Integer.MAX_VALUE), "Number of the process.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "process", "Finds processes of this host.", NAME, COMMAND_LINE, PORT, PID, PID_FILE, UNIT, CGROUP);
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        var untouchable = Untouchable.on(machine);
        var procfs = new Procfs(machine);
        return matching(by, procfs).stream()
                .filter(stat ->
                        untouchable.why(stat, procfs.commandLine(stat.pid())).isEmpty())
                .map(stat -> target(stat, by.find(NAME), procfs))
                .toList();
    }

    @Override
    public List<Plan.Spared> spared(Arguments by, Machine machine) {
        var untouchable = Untouchable.on(machine);
        var procfs = new Procfs(machine);
        return matching(by, procfs).stream()
                .flatMap(stat -> untouchable
                        .why(stat, procfs.commandLine(stat.pid()))
                        .map(why -> new Plan.Spared(
                                target(stat, by.find(NAME), procfs).toString(), why))
                        .stream())
                .toList();
    }

    @Override
    public List<String> names(Target target, Machine machine) {
        var procfs = new Procfs(machine);
        var names = new ArrayList<>(
                ProcessName.all(target.detail("comm"), procfs.commandLine(Long.parseLong(target.detail("pid")))));
        names.add(target.name());
        return names;
    }

    /**
     * Processes that go by the same name, here and in the kernel: a JVM that was given a title, such as fks_auth, is no
     * replica of another one that runs the same main class. A stopped one serves nobody.
     */
    @Override
    public Optional<Replicas> service(Target target, Machine machine) {
        var procfs = new Procfs(machine);
        String comm = target.detail("comm");
        List<Target> healthy = matching(Arguments.NONE.with(NAME, target.name()), procfs).stream()
                .filter(stat -> stat.comm().equals(comm) && !stat.stopped())
                .map(stat -> target(stat, Optional.of(target.name()), procfs))
                .toList();
        boolean sayBoth = !comm.equals("java") && !target.name().startsWith(comm);
        return Optional.of(new Replicas(target.name() + (sayBoth ? " (" + comm + ")" : ""), healthy));
    }

    /** All of the network that each is in, but for the loopback. */
    @Override
    public Optional<Map<String, List<String>>> addresses(List<Target> targets, Machine machine) {
        return Optional.of(Addresses.ofAll(targets, machine));
    }

    /** Those that live, oldest first. */
    private static List<ProcStat> matching(Arguments by, Procfs procfs) {
        if (List.of(NAME, COMMAND_LINE, PORT, PID, PID_FILE, UNIT, CGROUP).stream()
                .allMatch(criterion -> by.find(criterion).isEmpty())) {
            throw new BadValue("a process is found by name, command-line, port, pid, pid-file, unit or cgroup;"
                    + " give at least one of them");
        }
        Optional<Long> noted = by.find(PID_FILE).map(file -> PidFile.read(file, procfs.machine()));
        return procfs.pids().stream()
                .flatMap(pid -> procfs.stat(pid).stream())
                .filter(stat ->
                        !stat.ended() && noted.map(pid -> pid == stat.pid()).orElse(true) && matches(by, procfs, stat))
                .sorted(Comparator.comparingLong(ProcStat::start).thenComparingLong(ProcStat::pid))
                .toList();
    }

    private static boolean matches(Arguments by, Procfs procfs, ProcStat stat) {
        List<String> argv = procfs.commandLine(stat.pid());
        return by.find(PID).map(pid -> pid == stat.pid()).orElse(true)
                && by.find(NAME)
                        .map(name -> ProcessName.all(stat.comm(), argv).contains(name))
                        .orElse(true)
                && by.find(COMMAND_LINE)
                        .map(pattern -> new Matching(pattern).finds(String.join(" ", argv)))
                        .orElse(true)
                && by.find(UNIT)
                        .map(unit -> Membership.of(procfs, stat.pid()).inUnit(unit))
                        .orElse(true)
                && by.find(CGROUP)
                        .map(group -> Membership.of(procfs, stat.pid()).below(group))
                        .orElse(true)
                && by.find(PORT)
                        .map(port -> !Listener.on(Listener.of(procfs, stat.pid()), port)
                                .isEmpty())
                        .orElse(true);
    }

    private static Target target(ProcStat stat, Optional<String> name, Procfs procfs) {
        List<String> argv = procfs.commandLine(stat.pid());
        return new Target(
                "process",
                stat.pid() + ":" + stat.start(),
                name.orElseGet(() -> ProcessName.all(stat.comm(), argv).getFirst()),
                Map.of("pid", Long.toString(stat.pid()), "start", Long.toString(stat.start()), "comm", stat.comm()));
    }
}
