package dev.shakeout.engine;

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
        var known = new LinkedHashMap<String, Key>(); // one look finds all replicas of a service
        for (Target target : touch.chosen()) {
            Optional<Key> key = Optional.ofNullable(known.get(target.id())).or(() -> look(touch, target, known));
            key.ifPresent(found -> {
                keys.add(found);
                Service service = services.computeIfAbsent(found, _ -> new Service());
                service.hit.add(target.id());
                service.replicas.add(target.id());
            });
        }
        return keys;
    }

    private Optional<Key> look(Touch touch, Target target, Map<String, Key> known) {
        return touch.finder().service(target, machine).map(replicas -> {
            var key = new Key(touch.kind(), replicas.service());
            Service service = services.computeIfAbsent(key, _ -> new Service());
            replicas.healthy().forEach(replica -> {
                service.replicas.add(replica.id());
                known.put(replica.id(), key);
            });
            return key;
        });
    }

    private Plan.Service service(Key key) {
        Service service = services.getOrDefault(key, new Service());
        return new Plan.Service(key.kind(), key.name(), service.hit.size(), service.replicas.size());
    }
}
