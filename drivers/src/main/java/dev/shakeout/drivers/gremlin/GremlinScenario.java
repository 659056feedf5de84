package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Set;

/** Has Gremlin itself run a scenario that it keeps, and halts it. */
public final class GremlinScenario implements Fault {
    static final Parameter<String> SCENARIO = Parameter.required(
            "scenario", new Guid(), "The scenario's guid, which ends its address in Gremlin's web page.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("gremlin/scenario", "Has Gremlin itself run a scenario that it keeps.", SCENARIO);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(TeamFinder.KIND);
    }

    @Override
    public String effect() {
        return "the stages of the scenario's run, as Gremlin tells them";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new ByGremlin(GremlinScenario::request));
    }

    private static Request request(Target team, Arguments arguments, Machine machine) {
        String guid = arguments.get(SCENARIO);
        return Request.of(team, machine, "scenario " + guid, Request.Paths.scenario(guid), "{}");
    }
}
