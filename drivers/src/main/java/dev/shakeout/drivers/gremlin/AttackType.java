package dev.shakeout.drivers.gremlin;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An attack as Gremlin's API takes it; what it says of hosts and arguments is looked at there. */
final class AttackType implements Type<Json.Obj> {
    private static final Json EXAMPLE = Json.object(
            "target",
            Json.object("type", "Random", "percent", 10),
            "command",
            Json.object("type", "cpu", "args", Json.of(List.of(Json.of("-l"), Json.of("30")))));

    @Override
    public String name() {
        return "attack";
    }

    @Override
    public String allowed() {
        return "an object with attackConfiguration, with target and command, or with targetDefinition and impactDefinition";
    }

    @Override
    public Json.Obj parse(Json json) {
        if (json instanceof Json.Obj attack && (isNew(attack) || isOld(attack) || isOfKubernetes(attack))) {
            return attack;
        }
        throw new BadValue(json.kind() + " is no attack of Gremlin");
    }

    private static boolean isNew(Json.Obj attack) {
        return attack.get("attackConfiguration").isPresent();
    }

    private static boolean isOld(Json.Obj attack) {
        return attack.get("target").isPresent() && attack.get("command").isPresent();
    }

    private static boolean isOfKubernetes(Json.Obj attack) {
        return attack.get("targetDefinition").isPresent()
                && attack.get("impactDefinition").isPresent();
    }

    /** Each form has a path of its own. */
    static Request.Paths paths(Json.Obj attack) {
        if (isNew(attack)) {
            return Request.Paths.ATTACK;
        }
        return isOld(attack) ? Request.Paths.OLD_ATTACK : Request.Paths.KUBERNETES;
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "type",
                "object",
                "examples",
                Json.of(List.of(EXAMPLE)),
                "anyOf",
                Json.of(List.of(
                        having("attackConfiguration"),
                        having("target", "command"),
                        having("targetDefinition", "impactDefinition"))));
    }

    private static Json having(String... keys) {
        return Json.object("required", Json.of(Stream.of(keys).map(Json::of).toList()));
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(EXAMPLE);
    }
}
