package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a process is a JVM that lets an agent in while it runs. Asking in vain would end or bother others. */
record JvmFacts(Target target, Procfs procfs) {
    private static final List<String> OPTIONS_IN = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Of the signal by which a JVM is asked, SIGQUIT, in the kernel's masks. Unhandled it ends a process. */
    private static final long QUIT = 1L << (3 - 1);

    private static final int MOST_GENERATIONS = 16;

    static Optional<String> refusal(Target target, Machine machine) {
        return new JvmFacts(target, new Procfs(machine)).refusal();
    }

    /**
     * The target itself, or the JVM that it has started: the first process of a container is often a shell, or an init, which
     * waits for that. Where there is none, or more than one, it stays the target.
     */
    static Target within(Target target, Machine machine) {
        var procfs = new Procfs(machine);
        if (isJvm(Long.parseLong(target.detail("pid")), procfs)) {
            return target;
        }
        List<ProcStat> found = procfs.pids().stream()
                .flatMap(pid -> procfs.stat(pid).stream())
                .filter(stat -> !stat.ended() && descends(stat, Long.parseLong(target.detail("pid")), procfs))
                .filter(stat -> isJvm(stat.pid(), procfs))
                .toList();
        if (found.size() != 1) {
            return target;
        }
        ProcStat jvm = found.getFirst();
        return new Target(
                "process",
                jvm.pid() + ":" + jvm.start(),
                target.name(),
                Map.of("pid", Long.toString(jvm.pid()), "start", Long.toString(jvm.start()), "comm", jvm.comm()));
    }

    private static boolean isJvm(long pid, Procfs procfs) {
        return procfs.lines(pid + "/maps").stream().anyMatch(line -> line.endsWith("/libjvm.so"));
    }

    private static boolean descends(ProcStat stat, long ancestor, Procfs procfs) {
        Optional<ProcStat> parent = Optional.of(stat);
        for (int depth = 0; parent.isPresent() && depth < MOST_GENERATIONS; depth++) {
            if (parent.get().parent() == ancestor) {
                return true;
            }
            parent = procfs.stat(parent.get().parent());
        }
        return false;
    }

    private String pid() {
        return target.detail("pid");
    }

    private Optional<String> refusal() {
        Optional<String> away = SameProcess.outOfReach(target, procfs.machine());
        if (away.isPresent()) {
            return away;
        }
        List<String> loaded = procfs.lines(pid() + "/maps");
        if (loaded.stream().anyMatch(line -> line.contains("/libj9vm"))) {
            return no("runs on OpenJ9; only JVMs of the HotSpot kind can be entered");
        }
        Optional<String> library = loaded.stream()
                .filter(line -> line.endsWith("/libjvm.so"))
                .map(line -> line.substring(line.indexOf('/')))
                .findFirst();
        if (library.isEmpty()) {
            return no(
                    loaded.isEmpty()
                            ? "does not show whether it is a JVM; run as root"
                            : "is no JVM, and has not started just one");
        }
        return switches().or(() -> away(library.get())).or(this::signals);
    }

    private Optional<String> no(String why) {
        return Optional.of(target + " " + why);
    }

    private Optional<String> switches() {
        var words = new ArrayList<>(procfs.commandLine(Long.parseLong(pid())));
        OPTIONS_IN.stream()
                .flatMap(name -> procfs.environment(Long.parseLong(pid()), name).stream())
                .forEach(options -> words.addAll(List.of(options.split("\\s+"))));
        if (words.contains("-XX:+DisableAttachMechanism")) {
            return no("was started with -XX:+DisableAttachMechanism, so nobody can enter it; start it without");
        }
        if (words.contains("-XX:-EnableDynamicAgentLoading")) {
            return no("was started with -XX:-EnableDynamicAgentLoading, so it takes no agent; start it without");
        }
        return Optional.empty();
    }

    /** By way of /proc/PID/root a link would lead to files of ours. */
    private Optional<String> away(String library) {
        Path root = procfs.machine().proc(pid() + "/root");
        Path instrument = Path.of(library).resolve("../../libinstrument.so").normalize();
        if (!Files.exists(root.resolve(instrument.toString().substring(1)))) {
            return no("has no module java.instrument in its Java, which agents need, or hides its files");
        }
        return Files.isDirectory(root.resolve("tmp"), LinkOption.NOFOLLOW_LINKS)
                ? Optional.empty()
                : no("has no folder /tmp, where a JVM is spoken to");
    }

    private Optional<String> signals() {
        if (procfs.stat(target).filter(ProcStat::stopped).isPresent()) {
            return no("is stopped; let it go on first");
        }
        long caught = procfs.status(pid(), "SigCgt")
                .map(mask -> Long.parseUnsignedLong(mask, 16))
                .orElse(0L);
        return (caught & QUIT) != 0
                ? Optional.empty()
                : no("does not listen to SIGQUIT, as with -Xrs; start it without");
    }
}
