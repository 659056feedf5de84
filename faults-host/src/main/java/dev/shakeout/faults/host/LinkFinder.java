package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds links between services on which a proxy was put beforehand and still runs. */
public final class LinkFinder implements TargetFinder {
    static final Parameter<String> NAME =
            Parameter.required("name", Type.text(), "Name of the link: that of the service behind the proxy.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("link", "Finds a link between services that has a proxy of ours on it.", NAME);
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        return DeclaredLink.all(machine).values().stream()
                .filter(link -> link.name().equals(by.get(NAME)))
                .sorted(Comparator.comparingLong(link -> link.control().start()))
                .map(link -> new Target(
                        "link",
                        link.name() + ":" + link.control().pid() + ":"
                                + link.control().start(),
                        link.name(),
                        Map.of(
                                "listen",
                                link.control().listen(),
                                "upstream",
                                link.control().upstream())))
                .toList();
    }

    /** A link is named after the service behind it, and there is one proxy of a name. */
    @Override
    public Optional<Replicas> service(Target target, Machine machine) {
        return Optional.of(new Replicas(target.name(), find(Arguments.NONE.with(NAME, target.name()), machine)));
    }
}
