package dev.shakeout.server.notify;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Receiver;
import dev.shakeout.server.channel.Receivers;
import dev.shakeout.server.sealing.Seal;
import dev.shakeout.server.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What of channels is secret: encrypted before it is stored, and decrypted when something is sent.
 *
 * @param seal empty for a server without a key, which can keep none
 */
public record Secrets(Optional<Seal> seal) {
    /** @return empty text for nothing */
    public String sealed(Json.Obj secrets, String channel) {
        return secrets.members().isEmpty() ? "" : need().seal(secrets.compact(), Channel.row(channel));
    }

    /** @throws BadValue its secrets cannot be decrypted here, or it is of a later release */
    public Receiver receiver(Channel channel) {
        var target = new LinkedHashMap<>(channel.target().members());
        if (!channel.sealed().isEmpty() && JsonReader.read(opened(channel)) instanceof Json.Obj(var secrets)) {
            target.putAll(secrets);
        }
        return Receivers.of(channel.kind()).read(new Json.Obj(target));
    }

    private String opened(Channel channel) {
        try {
            return need().open(channel.sealed(), Channel.row(channel.name()));
        } catch (BadValue e) {
            throw new BadValue("the secret of channel '" + channel.name() + "' cannot be used: " + e.getMessage());
        }
    }

    /** @param trouble told at the start of what is encrypted with another key than the one of this server */
    public void warn(Store store, Consumer<String> trouble) {
        String own = seal.map(each -> each.key().id()).orElse("none");
        List<String> others = store.read(work -> work.channels().all()).stream()
                .filter(channel -> !channel.sealed().isEmpty()
                        && !Seal.keyOf(channel.sealed()).equals(own))
                .map(channel -> channel.name() + " (key " + Seal.keyOf(channel.sealed()) + ")")
                .toList();
        if (!others.isEmpty()) {
            trouble.accept("channels whose secrets are encrypted with another key than that of this server, " + own
                    + ", are told nothing: " + String.join(", ", others)
                    + "; start it with their key (--secrets-key), or write their targets anew");
        }
    }

    private Seal need() {
        return seal.orElseThrow(
                () -> new BadValue("this server has no key for secrets; start it, and all others at the same"
                        + " database, with the same --secrets-key FILE ('openssl rand -base64 32' makes one)"));
    }
}
