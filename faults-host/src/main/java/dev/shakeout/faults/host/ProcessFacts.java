package dev.shakeout.faults.host;

import dev.shakeout.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The targets as faults may have left them, and processes that a run has started. */
record ProcessFacts(Procfs procfs, Trace trace) {
    private static final Pattern LIMIT = Pattern.compile("Max (.*?)\\s{2,}(\\S+)\\s+(\\S+)\\s*(\\S*)\\s*");

    /** As prlimit(1) calls them; the others can be set in other ways only. */
    private static final Map<String, String> OPTIONS = Map.of(
            "address space", "as",
            "open files", "nofile",
            "processes", "nproc",
            "cpu time", "cpu",
            "file size", "fsize",
            "locked memory", "memlock");

    void see(Places places, Optional<String> runId, HostPicture picture) {
        for (Target target : places.targets()) {
            Optional<ProcStat> stat = procfs.stat(target);
            if (stat.isPresent()) { // else it has ended, and with it all that was done to it
                String place = "of " + target;
                picture.saw(place);
                if (stat.get().stopped() && !places.stopped().contains(target)) {
                    picture.add(Fact.there(
                            place,
                            "stopped state",
                            Set.of(),
                            Fact.command("kill", "-s", "CONT", target.detail("pid"))));
                }
                seeSettings(target.detail("pid"), place, picture);
            }
        }
        seeOurs(places.bystanders().still(procfs), runId, picture);
    }

    private void seeSettings(String pid, String place, HostPicture picture) {
        for (String line : procfs.lines(pid + "/limits")) {
            var limit = LIMIT.matcher(line);
            if (limit.matches()) {
                Optional<String> restore = Optional.ofNullable(OPTIONS.get(limit.group(1)))
                        .map(option ->
                                Fact.command("prlimit", "--pid", pid, "--" + option + "=" + limit.group(2) + ":"));
                String value = limit.group(2) + " (hard limit " + limit.group(3) + ")";
                picture.add(Fact.value(place, "limit of " + limit.group(1), value, Set.of("prlimit"), restore));
            }
        }
        for (String line : procfs.lines(pid + "/cgroup")) {
            String[] part = line.split(":", 3);
            String slot = "control group" + (part[1].isEmpty() ? "" : " (" + part[1] + ")");
            picture.add(Fact.value(place, slot, part[2], Set.of("cgroup.procs"), Optional.empty()));
        }
        procfs.lines(pid + "/oom_score_adj")
                .forEach(score -> picture.add(Fact.value(
                        place,
                        "OOM score",
                        score,
                        Set.of("oom_score_adj"),
                        Optional.of("echo " + score + " >/proc/" + pid + "/oom_score_adj"))));
        procfs.status(pid, "Cpus_allowed_list")
                .ifPresent(list -> picture.add(Fact.value(
                        place,
                        "processors",
                        list,
                        Set.of("taskset"),
                        Optional.of(Fact.command("taskset", "-apc", list, pid)))));
    }

    /** By their token, or by the ledger entry of the step that they descend from. */
    private void seeOurs(Set<Long> bystanders, Optional<String> runId, HostPicture picture) {
        for (long pid : procfs.pids()) {
            if (bystanders.contains(pid)) {
                continue;
            }
            List<String> argv = procfs.commandLine(pid);
            boolean descends = runId.isPresent()
                    && procfs.environment(pid, "SHAKEOUT_STEP")
                            .filter(entry -> (entry + "/").contains("/" + runId.get() + "/"))
                            .isPresent();
            boolean marked = Token.marks(argv)
                    && (runId.isEmpty()
                            || Token.in(String.join(" ", argv)).stream().anyMatch(trace.tokens()::contains));
            if ((descends || marked)
                    && procfs.stat(pid).filter(stat -> !stat.ended()).isPresent()) {
                String slot = "process " + pid + ", '" + brief(argv) + "'";
                picture.add(Fact.there(
                        "", slot, descends ? Set.of() : Set.of("\0"), Fact.command("kill", "-s", "KILL", "" + pid)));
            }
        }
    }

    /** Without the many words of a JVM that say nothing of what it does. */
    private static String brief(List<String> argv) {
        boolean java = argv.stream().anyMatch(word -> word.startsWith("dev.shakeout."));
        String line = String.join(
                " ",
                argv.stream()
                        .filter(word -> !java || word.startsWith("--") || word.startsWith("dev.shakeout."))
                        .toList());
        return line.length() <= 120 ? line : line.substring(0, 119) + "…";
    }
}
