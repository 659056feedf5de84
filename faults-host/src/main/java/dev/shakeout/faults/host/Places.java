package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where on a host a run acts. Resolved once, before anything is done: a target that ends takes neither its network nor
 * its mounts with it if others are in them too.
 *
 * @param targets processes
 * @param networks by the words for them; empty words for the host's own
 * @param mounts pids whose mounts are others than ours, by the words for them
 * @param stopped targets that stood still before; whether they still do is not for us to say
 * @param bystanders processes that are none of the run's doing
 */
record Places(
        List<Target> targets,
        Map<String, NetNamespace> networks,
        Map<String, String> mounts,
        Set<Target> stopped,
        Bystanders bystanders) {

    static Places of(Collection<Target> hit, Bystanders bystanders, Machine machine) {
        var procfs = new Procfs(machine);
        List<Target> targets =
                hit.stream().filter(target -> target.isProcess()).distinct().toList();
        var networks = new LinkedHashMap<String, NetNamespace>();
        networks.put("", NetNamespace.own());
        var mounts = new LinkedHashMap<String, String>();
        var known = procfs.namespace("self", "mnt").stream().collect(Collectors.toSet());
        for (Target target : targets) {
            var network = NetNamespace.of(target, machine);
            boolean seen =
                    networks.values().stream().anyMatch(other -> other.inode().equals(network.inode()));
            if (!seen) {
                networks.put("in the network of " + target, network);
            }
            procfs.namespace(target.detail("pid"), "mnt")
                    .filter(known::add)
                    .ifPresent(_ -> mounts.put("in the file system of " + target, target.detail("pid")));
        }
        Set<Target> stopped = targets.stream()
                .filter(target -> procfs.stat(target).filter(ProcStat::stopped).isPresent())
                .collect(Collectors.toSet());
        return new Places(targets, networks, mounts, stopped, bystanders);
    }
}
