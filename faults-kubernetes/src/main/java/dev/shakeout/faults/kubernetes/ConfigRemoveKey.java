package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Takes a key of a config map or secret away. Pods that need it do not start then. */
public final class ConfigRemoveKey implements ByApi {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("config/remove-key", "Takes a key of a config map or secret away.", ConfigKey.KEY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(ConfigFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the key is not there";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the key, which was put aside in the object itself, is moved back, unless somebody else has made another",
                Right::toChange,
                ConfigRemoveKey::remove);
    }

    private static Prepared remove(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        var key = ConfigKey.of(site);
        return key.replaced("take " + key.key() + " of " + site.target() + " away", Optional.empty());
    }
}
