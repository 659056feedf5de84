package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the containers of the engines whose containers a run hits, before it and after it. What differs is the run's
 * doing only where a step of its own asks the engine for such a change; on a busy host containers come and go.
 */
public final class ContainerWitness implements Witness {
    @Override
    public String name() {
        return "container engine";
    }

    @Override
    public Sight look(Scope scope, Machine machine) throws IOException {
        Map<Path, Set<String>> hit = new TreeMap<>();
        for (Injection injection : scope.injections()) {
            Target target = injection.target();
            if (target.kind().equals(ContainerFinder.KIND)) {
                hit.computeIfAbsent(Path.of(target.detail("engine")), _ -> new TreeSet<>())
                        .add(target.id());
            }
        }
        var sights = new ArrayList<Sight>();
        for (var each : hit.entrySet()) {
            sights.add(look(new ContainerEngine(each.getKey()), each.getValue(), scope.injections()));
        }
        return () -> {
            var proof = new Proof(0, List.of(), List.of());
            for (Sight sight : sights) {
                proof = proof.and(sight.compare());
            }
            return proof;
        };
    }

    private static Sight look(ContainerEngine engine, Set<String> hit, List<Injection> injections) throws IOException {
        List<String> steps = injections.stream()
                .flatMap(injection -> injection.steps().stream())
                .map(step -> String.join("\n", step.change().argv()))
                .filter(text -> text.contains(engine.socket().toString()))
                .collect(Collectors.toList());
        EnginePicture before = EnginePicture.take(engine, hit);
        return () -> before.compare(EnginePicture.take(engine, hit), steps);
    }
}
