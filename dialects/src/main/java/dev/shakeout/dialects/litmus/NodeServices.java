package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service of the node itself is stopped.
 *
 * @param unit of systemd
 */
record NodeServices(String name, String unit) implements HubFault {
    static List<HubFault> all() {
        return List.of(
                new NodeServices("kubelet-service-kill", "kubelet.service"),
                new NodeServices("docker-service-kill", "docker.service"));
    }

    @Override
    public String introduction() {
        return "`process/stop` of the unit " + unit + ", on the node itself.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(List.of(Nodes.ITSELF));
        fields.addAll(Nodes.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", name.startsWith("docker") ? "90" : "60");
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var nodes = Nodes.onThem(tunables, application);
        return nodes
                .hits(_ -> Hit.Call.of("process/stop", Draft.at(tunables.sheet().position())))
                .stream()
                .map(hit -> new Hit(hit.call(), unit(hit.target()), hit.start(), hit.lasts()))
                .toList();
    }

    private Tree.Obj unit(Tree.Obj host) {
        return Draft.at(host.position())
                .put("kind", "process")
                .put("unit", unit)
                .put("mode", "one")
                .tree();
    }
}
