package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A disposable target of the wanted kind, and the machine as an experiment with it would see it.
 *
 * @param by by what it is found anew
 * @param gone whether the target is there no more; where it is a process, that is seen anyway
 * @param disk of its own, for faults that break files
 * @param condition how it is besides what a picture of the host says, a line for each; undone faults leave it as it was
 * @param endings what is to be done when it is not needed any more, the last first
 */
public record Stage(
        Machine machine,
        Target target,
        Arguments by,
        BooleanSupplier gone,
        Supplier<Path> disk,
        Supplier<List<String>> condition,
        List<Runnable> endings)
        implements AutoCloseable {
    /** A target that is there as long as its process is. */
    public Stage(
            Machine machine,
            Target target,
            Arguments by,
            Supplier<Path> disk,
            Supplier<List<String>> condition,
            List<Runnable> endings) {
        this(machine, target, by, () -> false, disk, condition, endings);
    }

    /** The host and the target at one moment. */
    record Seen(HostPicture host, List<String> condition) {}

    /** This machine with folders of a test's own. */
    public static Machine machineIn(Path folder) {
        return Machines.in(folder);
    }

    /** @param folder where the machine has its folders, and a link its proxy's */
    static Stage of(String kind, String name, Path folder) throws IOException {
        Machine machine = Machines.in(folder);
        var disk = new Disk(folder.resolve("disk-" + name), machine);
        if (kind.equals("host")) {
            Target host = new HostFinder().find(Arguments.NONE, machine).getFirst();
            return new Stage(machine, host, Arguments.NONE, disk::path, List::of, List.of(disk::close));
        }
        // A declared proxy stands in our own network namespace; packet faults happen in the target's.
        boolean apart = kind.equals("process") && machine.isRoot();
        var server = apart
                ? Disposable.withNames(machine, "127.0.0.1", folder)
                : Disposable.server(machine, "127.0.0.1", false);
        if (kind.equals("process")) {
            Arguments by = Arguments.NONE.with(ProcessFinder.PID, Integer.parseInt(server.target.detail("pid")));
            return new Stage(machine, server.target, by, disk::path, List::of, List.of(disk::close, server::close));
        }
        var proxy = DeclaredProxy.to(server.port, folder.resolve(name), machine);
        machine = machine.withLinks(Map.of(name, proxy.folder));
        Arguments by = Arguments.NONE.with(LinkFinder.NAME, name);
        Target link = new LinkFinder().find(by, machine).getFirst();
        return new Stage(machine, link, by, disk::path, List::of, List.of(disk::close, server::close, proxy::close));
    }

    /** Why that rung does not stand here, if so. */
    Optional<String> missing(FaultCase each) {
        Arguments arguments = Examples.of(each.fault().descriptor(), this);
        return each.rung().missing(machine).or(() -> each.rung().missingFor(target, arguments, machine));
    }

    Prepared plan(FaultCase each) {
        return each.rung().plan(target, Examples.of(each.fault().descriptor(), this), machine);
    }

    Seen picture(Effect effect) {
        return effect.momentary() ? seen(List.of()) : picture();
    }

    Seen picture() {
        return seen(List.of(target));
    }

    private Seen seen(List<Target> targets) {
        return new Seen(HostPicture.take(machine, targets), condition.get());
    }

    /** As far as these steps may have changed something; one sentence for each. */
    List<String> differences(Seen before, Seen after, Collection<Step> steps) {
        if (!target.kind().equals("process") && ended()) { // and something else stands for it now
            Stream.of(before, after).forEach(this::forgetTarget);
        }
        var differences = new ArrayList<>(HostPicture.differences(
                before.host().concerning(steps), after.host().concerning(steps)));
        if (!before.condition().equals(after.condition())) {
            differences.add(target + " was " + before.condition() + ", is " + after.condition());
        }
        return differences;
    }

    void forgetTarget(Seen seen) {
        seen.host().facts().keySet().removeIf(place -> place.startsWith(target.toString()));
    }

    /** Whether it, or its process, is there no more. */
    boolean ended() {
        return gone.getAsBoolean()
                || target.isProcess() && new Procfs(machine).stat(target).isEmpty();
    }

    @Override
    public void close() {
        endings.reversed().forEach(Runnable::run);
    }
}
