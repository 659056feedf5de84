package dev.shakeout.faults.host;

import dev.shakeout.engine.Dummies;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small server, if root in a network namespace of its own with a DNS server; or one with a declared proxy before it. */
public final class HostDummies implements Dummies {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Set<String> kinds() {
        return Set.of("process", "link");
    }

    @Override
    public Dummy make(String kind, Path folder, Machine machine) throws IOException {
        boolean alone = kind.equals("process");
        var server = alone && machine.isRoot()
                ? Disposable.withNames(machine, LOOPBACK, folder)
                : Disposable.server(machine, LOOPBACK, false, folder);
        if (alone) {
            return new Parts(server.target, machine, List.of(server));
        }
        try {
            String name = "dummy-" + server.port;
            var proxy = DeclaredProxy.to(server.port, folder.resolve(name), machine);
            Machine declared = machine.withLinks(Map.of(name, proxy.folder));
            Target link = new LinkFinder()
                    .find(Arguments.NONE.with(LinkFinder.NAME, name), declared)
                    .getFirst();
            return new Parts(link, declared, List.of(server, proxy));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private record Parts(Target target, Machine machine, List<Part> parts) implements Dummy {
        @Override
        public void close() {
            parts.reversed().forEach(Part::close);
        }
    }
}
