package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Provider;

/** Where values come from that a file only refers to. Both methods throw {@link BadValue} with the reason. */
public interface Sources {
    /** For a look at a file that shall reach nothing: such values stay unknown. */
    Sources CLOSED = new Sources() {
        @Override
        public boolean open() {
            return false;
        }

        @Override
        public Json read(Provider.Call probe) {
            throw new BadValue("nothing is read now");
        }

        @Override
        public Json vault(Json.Obj configuration, String path) {
            throw new BadValue("nothing is fetched now");
        }
    };

    /** Whether values can be had at all. */
    boolean open();

    /** The output of a probe. */
    Json read(Provider.Call probe);

    /**
     * The secret at a path of a Vault's key-value store: an object, or what the Vault holds there.
     *
     * @param configuration the experiment's, which says where the Vault is and how to log in (vault_addr, vault_token, …)
     */
    Json vault(Json.Obj configuration, String path);
}
