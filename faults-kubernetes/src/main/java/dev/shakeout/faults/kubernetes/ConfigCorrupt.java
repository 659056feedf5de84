package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Gives a key of a config map or secret a wrong value. */
public final class ConfigCorrupt implements ByApi {
    static final Parameter<String> VALUE = Parameter.withDefault(
            "value",
            Type.text(),
            "%{[corrupted by shakeout",
            "The value it has meanwhile; one that is no JSON, YAML, number, address or certificate if not given. It stands"
                    + " in the plan and the journal, so take no secret.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "config/corrupt", "Gives a key of a config map or secret a wrong value.", ConfigKey.KEY, VALUE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(ConfigFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the key has the wrong value";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the value, which was put aside in the object itself, is moved back, unless somebody else has set another",
                Right::toChange,
                ConfigCorrupt::corrupt);
    }

    private static Prepared corrupt(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        var key = ConfigKey.of(site);
        Json ours = key.written(site.arguments().get(VALUE));
        if (key.is(ours)) {
            throw new ApiRung.Unfit(key.key() + " of " + site.target() + " has this value already");
        }
        return key.replaced("corrupt " + key.key() + " of " + site.target(), Optional.of(ours));
    }
}
