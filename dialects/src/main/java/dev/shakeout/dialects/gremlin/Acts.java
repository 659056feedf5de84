package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Drawn;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an attack becomes: faults on targets, or looks at certificates.
 *
 * @param attack as Gremlin calls it
 */
record Acts(Position position, String attack, List<Hit> hits, List<CertificatesAttack.Look> looks) {
    /** @param target as our format has it, with its mode */
    record Hit(Strike strike, Tree.Obj target) {}

    static final Acts NONE = new Acts(new Position("", 1, 1), "", List.of(), List.of());

    /** How long until all of it is over. */
    Duration lasts() {
        return hits.stream()
                .map(hit -> hit.strike().end())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    void addTo(Timeline timeline, Duration start, String name) {
        var counts = hits.stream().collect(Collectors.groupingBy(Hit::target, Collectors.counting()));
        var draws = new HashMap<Tree.Obj, String>(); // what one attack becomes meets the same targets
        hits.forEach(hit -> {
            boolean several = counts.getOrDefault(hit.target(), 0L) > 1 && Drawn.byChance(hit.target());
            Tree.Obj target = several
                    ? Drawn.in(draws.computeIfAbsent(hit.target(), _ -> timeline.draw(name)), hit.target())
                    : hit.target();
            timeline.add(hit.strike().at(start, name, target));
        });
        looks.forEach(look -> look.hosts().forEach(host -> timeline.add(look(host, look.port(), start, name))));
    }

    private Timeline.Entry look(String host, int port, Duration start, String name) {
        Draft provider = Draft.at(position)
                .put("type", "certificates")
                .put("host", Draft.literal(host))
                .put("port", Json.of((long) port));
        Draft tolerance = Draft.at(position)
                .put("type", "jsonpath")
                .put("path", Draft.literal("$.ending[*]"))
                .put("count", Json.of(0L));
        return new Timeline.Entry(
                name + ": certificates of " + host,
                "probe",
                position,
                provider.tree(),
                start,
                Duration.ZERO,
                Draft.at(position).put("tolerance", tolerance.tree()).tree());
    }
}
