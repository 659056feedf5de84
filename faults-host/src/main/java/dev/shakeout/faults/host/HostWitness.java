package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Compares the host before a run with the host after it. */
public final class HostWitness implements Witness {
    @Override
    public String name() {
        return "host";
    }

    @Override
    public Sight look(Scope scope, Machine machine) throws IOException {
        List<Injection> injections = scope.injections();
        var trace = Trace.of(injections.stream()
                .flatMap(injection -> injection.steps().stream())
                .toList());
        var places = Places.of(
                injections.stream().map(Injection::target).toList(), Bystanders.now(new Procfs(machine)), machine);
        Optional<String> runId = Optional.of(scope.runId());
        HostPicture before = HostPicture.take(machine, places, trace, runId);
        return () -> before.compare(HostPicture.take(machine, places, trace, runId), trace);
    }
}
