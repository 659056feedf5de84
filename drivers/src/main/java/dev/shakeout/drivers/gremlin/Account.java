package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import dev.shakeout.probes.WebAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A team at Gremlin, and the right to act for it.
 *
 * @param authorization the header's value: Key …, or Bearer …; secret
 * @param limit how long one answer may take
 */
record Account(URI url, Optional<String> team, String authorization, Duration limit) {
    static final Parameter<URI> URL = Parameter.withDefault(
            "url", new WebAddress(), URI.create("https://api.gremlin.com/v1"), "Where the API is.");
    static final Parameter<String> TEAM = Parameter.optional("team", Type.text(), "The team's id.");
    static final Parameter<String> KEY =
            Parameter.optional("key", Type.text(), "An API key, from a secret; this or bearer.");
    static final Parameter<String> BEARER =
            Parameter.optional("bearer", Type.text(), "A bearer token, from a secret; this or key.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofMillis(100), Duration.ofSeconds(20)),
            Duration.ofSeconds(8),
            "How long one answer may take.");
    static final List<Parameter<?>> PARAMETERS = List.of(URL, TEAM, KEY, BEARER, TIMEOUT);

    /** @throws BadValue no credentials are given, or they stand in the file for all to see */
    static Account of(Arguments by, Machine machine) {
        Optional<String> key = by.find(KEY).filter(text -> !text.isBlank());
        Optional<String> bearer = by.find(BEARER).filter(text -> !text.isBlank());
        if (key.isPresent() == bearer.isPresent()) {
            throw new BadValue("Gremlin is asked with a key or with a bearer; give one of them, as a secret");
        }
        String secret = key.or(() -> bearer).orElseThrow().strip();
        if (machine.mask().hide(secret).contains(secret)) {
            throw new BadValue(
                    "the " + (key.isPresent() ? "key" : "bearer")
                            + " of Gremlin stands in the file for all to see; put it under secrets, and write ${its name} here");
        }
        if (secret.chars().anyMatch(letter -> letter < ' ' || letter == 127)) {
            throw new BadValue("the credentials of Gremlin hold a control character, such as the end of a line");
        }
        String scheme = key.isPresent() ? "Key " : "Bearer ";
        return new Account(
                by.get(URL),
                by.find(TEAM).filter(text -> !text.isBlank()),
                secret.startsWith(scheme) ? secret : scheme + secret,
                by.get(TIMEOUT));
    }

    String base() {
        return url.toString().replaceAll("/+$", "");
    }

    /** What is added to every path. */
    String query() {
        return team.map(id -> "?teamId=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Names the account without giving it away. */
    String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((base() + "\n" + query() + "\n" + authorization).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secret stays out of messages. */
    @Override
    public String toString() {
        return "Gremlin at " + base() + team.map(id -> ", team " + id).orElse("");
    }
}
