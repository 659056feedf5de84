package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The installation of Chaos Toolkit that carries an experiment out; what that hits is said by the experiment itself. */
public final class RunnerFinder implements TargetFinder {
    static final String KIND = "chaostoolkit";
    static final Parameter<String> PROGRAM = Parameter.withDefault(
            "program",
            Type.text(),
            "chaos",
            "The command, its path, or the folder of the virtual environment in which it is.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Names the installation of Chaos Toolkit that runs an experiment.", PROGRAM);
    }

    /** One that is not there is found too, so that the plan can say what to install. */
    @Override
    public List<Target> find(Arguments by, Machine machine) {
        String given = by.get(PROGRAM);
        String name = new Runner(given, machine).program().map(Path::toString).orElse(given);
        return List.of(new Target(KIND, name, name, Map.of("program", given)));
    }

    static Runner runner(Target target, Machine machine) {
        return new Runner(target.detail("program"), machine);
    }
}
