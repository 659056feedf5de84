package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import dev.shakeout.probes.wire.Origin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An http or https URL. Characters that a URL may not hold, such as spaces, are written as %20 and the like. */
public final class WebAddress implements Type<URI> {
    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

    @Override
    public String name() {
        return "url";
    }

    @Override
    public String allowed() {
        return "an address such as http://localhost:8080/health";
    }

    @Override
    public URI parse(Json json) {
        String text = json.text().strip();
        try {
            URI uri = new URI(encoded(text));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getRawAuthority() != null) {
                Origin origin = Origin.of(uri, true);
                if (!origin.host().isEmpty() && origin.port() > 0 && origin.port() < 65536) {
                    return uri;
                }
            }
        } catch (java.net.URISyntaxException | NumberFormatException _) {
            // falls through to the message for every bad form
        }
        throw new BadValue("'" + text + "' is not an http or https URL; must be " + allowed());
    }

    /** Whether nobody on the way to an address can read what goes there or change what it says; on this host nobody is on the way. */
    public static boolean isTrusted(String text) {
        try {
            URI uri = URI.create(text);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            return switch (Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT)) {
                case "https" -> !host.isEmpty();
                case "http" -> Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
                default -> false;
            };
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "type",
                "string",
                "pattern",
                "^\\s*[hH][tT][tT][pP][sS]?://[^/?#]",
                "examples",
                Json.of(List.of(Json.of("http://localhost:8080/health"))));
    }

    private static String encoded(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            if (plain || ALLOWED.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append("%%%02X".formatted(b & 0xff));
            }
        }
        return out.toString();
    }
}
