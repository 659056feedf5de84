package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Set;

/** Has Gremlin itself carry out an attack, by its own agents, and halts it. */
public final class GremlinAttack implements Fault {
    static final Parameter<Json.Obj> ATTACK = Parameter.required(
            "attack", new AttackType(), "The attack, as Gremlin's API takes it: in any of its forms.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("gremlin/attack", "Has Gremlin itself carry out an attack, by its own agents.", ATTACK);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(TeamFinder.KIND);
    }

    @Override
    public String effect() {
        return "the stage of the attack, as Gremlin tells it";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new ByGremlin(GremlinAttack::request));
    }

    private static Request request(Target team, Arguments arguments, Machine machine) {
        Json.Obj attack = arguments.get(ATTACK);
        return Request.of(team, machine, "attack", AttackType.paths(attack), attack.compact());
    }
}
