package dev.shakeout.server.channel;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a channel says of its receiver; the kinds of the members were checked. */
record Target(Json.Obj members) {
    Optional<String> text(String name) {
        return members.get(name).filter(json -> json != Json.Null.NULL).map(Json::text);
    }

    List<String> texts(String name) {
        return members.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).toList()
                : List.of();
    }

    /** @throws BadValue it is no address of http or https; the message does not repeat it, as it may be secret */
    URI url(String name) {
        return url(name, text(name).orElse(""));
    }

    URI url(String name, String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (Set.of("http", "https").contains(scheme) && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new BadValue("'" + name + "' must be an address of http or https, without a user in it");
    }
}
