package dev.shakeout.engine;

import dev.shakeout.engine.TargetFinder.Replicas;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a run reaches: what each activity touches, and what all of them together leave of each service. */
final class Reach {
    private record Touch(
            String activity, TargetFinder finder, List<Target> chosen, int found, List<Plan.Spared> spared) {
        String kind() {
            return finder.descriptor().name();
        }
    }

    private static final class Service {
        private final Set<String> hit = new HashSet<>();
        private final Set<String> replicas = new HashSet<>();
    }

    private record Key(String kind, String name) {}

    private final Machine machine;
    private final List<Touch> touches = new ArrayList<>();
    private final Map<Key, Service> services = new LinkedHashMap<>();

    Reach(Machine machine) {
        this.machine = machine;
    }

    void add(String activity, TargetFinder finder, List<Target> chosen, int found, List<Plan.Spared> spared) {
        touches.add(new Touch(activity, finder, List.copyOf(chosen), found, List.copyOf(spared)));
    }

    /** Of each activity, in the order in which they were added. */
    List<Plan.BlastRadius> radii() {
        var served = touches.stream().map(this::served).toList(); // of all, before the first is told
        var radii = new ArrayList<Plan.BlastRadius>();
        for (int i = 0; i < touches.size(); i++) {
            Touch touch = touches.get(i);
            var hit = served.get(i).stream().map(this::service).toList();
            radii.add(new Plan.BlastRadius(
                    touch.activity(), touch.kind(), touch.chosen().size(), touch.found(), hit, touch.spared()));
        }
        return radii;
    }

    private Set<Key> served(Touch touch) {
        var keys = new LinkedHashSet<Key>();
        Map<String, Replicas> known = touch.finder().services(touch.chosen(), machine);
        for (Target target : touch.chosen()) {
            Optional.ofNullable(known.get(target.id())).ifPresent(replicas -> {
                var key = new Key(touch.kind(), replicas.service());
                Service service = services.computeIfAbsent(key, _ -> new Service());
                if (keys.add(key)) {
                    replicas.healthy().forEach(replica -> service.replicas.add(replica.id()));
                }
                service.hit.add(target.id());
                service.replicas.add(target.id());
            });
        }
        return keys;
    }

    private Plan.Service service(Key key) {
        Service service = services.getOrDefault(key, new Service());
        return new Plan.Service(key.kind(), key.name(), service.hit.size(), service.replicas.size());
    }
}
