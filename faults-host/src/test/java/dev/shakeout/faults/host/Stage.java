package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A disposable target of the wanted kind, and the machine as an experiment with it would see it. */
record Stage(Machine machine, Target target, Disk disk, List<Part> parts) implements Part {
    /** @param folder where the machine has its folders, and a link its proxy's */
    static Stage of(String kind, String name, Path folder) throws IOException {
        Machine machine = Machines.in(folder);
        var disk = new Disk(folder.resolve("disk-" + name), machine);
        if (kind.equals("host")) {
            Target host = new HostFinder().find(Arguments.NONE, machine).getFirst();
            return new Stage(machine, host, disk, List.of(disk));
        }
        // A declared proxy stands in our own network namespace; packet faults happen in the target's.
        boolean apart = kind.equals("process") && machine.isRoot();
        var server = apart
                ? Disposable.withNames(machine, "127.0.0.1", folder)
                : Disposable.server(machine, "127.0.0.1", false);
        if (kind.equals("process")) {
            return new Stage(machine, server.target, disk, List.of(disk, server));
        }
        var proxy = DeclaredProxy.to(server.port, folder.resolve(name), machine);
        machine = machine.withLinks(Map.of(name, proxy.folder));
        Target link = new LinkFinder()
                .find(Arguments.NONE.with(LinkFinder.NAME, name), machine)
                .getFirst();
        return new Stage(machine, link, disk, List.of(disk, server, proxy));
    }

    /** Why that rung does not stand here, if so. */
    Optional<String> missing(FaultCase each) {
        Arguments arguments = Examples.of(each.fault().descriptor(), this);
        return each.rung().missing(machine).or(() -> each.rung().missingFor(target, arguments, machine));
    }

    Prepared plan(FaultCase each) {
        return each.rung().plan(target, Examples.of(each.fault().descriptor(), this), machine);
    }

    HostPicture picture(Effect effect) {
        return HostPicture.take(machine, effect.momentary() ? List.of() : List.of(target));
    }

    @Override
    public void close() {
        for (Part part : parts.reversed()) {
            part.close();
        }
    }
}
