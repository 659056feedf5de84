package dev.shakeout.probes.gremlin;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;

/** An attack as Gremlin's API takes it; what it says of hosts and arguments is looked at there. */
final class AttackType implements Type<Json.Obj> {
    @Override
    public String name() {
        return "object";
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
        return Json.object("type", "object");
    }
}
