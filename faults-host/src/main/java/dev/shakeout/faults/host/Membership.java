package dev.shakeout.faults.host;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The control groups of a process by their names, one for each hierarchy: /system.slice/nginx.service. */
record Membership(List<String> groups) {
    private static final List<String> UNITS = List.of(".service", ".scope", ".slice", ".socket", ".mount", ".swap");

    static Membership of(Procfs procfs, long pid) {
        return new Membership(procfs.lines(pid + "/cgroup").stream()
                .map(line -> line.split(":", 3))
                .filter(part -> part.length == 3)
                .map(part -> part[2])
                .toList());
    }

    /** @param unit without an ending it is a service */
    boolean inUnit(String unit) {
        String whole = UNITS.stream().anyMatch(unit::endsWith) ? unit : unit + ".service";
        return parts().anyMatch(whole::equals);
    }

    boolean below(String group) {
        String from = group.startsWith("/") ? group : "/" + group;
        String folder = from.endsWith("/") ? from : from + "/";
        return groups.stream().anyMatch(own -> (own + "/").startsWith(folder));
    }

    /** The innermost service of systemd, if it belongs to one. */
    Optional<String> service() {
        return parts().filter(part -> part.endsWith(".service")).reduce((_, inner) -> inner);
    }

    private Stream<String> parts() {
        return groups.stream().flatMap(group -> Stream.of(group.split("/", -1)));
    }
}
