package dev.shakeout.server.store;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rule.FlagSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Where a feature flag is found, as an environment says it. */
public final class FlagJson {
    /** In words. */
    public static final String FORMS =
            "{\"file\": PATH, \"key\": NAME}, {\"environment\": VARIABLE}, {\"ofrep\": URL, \"key\": NAME} or {\"url\": URL}";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private FlagJson() {}

    /** @throws BadValue it is none of the forms */
    public static FlagSource read(Json.Obj flag) {
        Set<String> keys = flag.members().keySet();
        if (keys.equals(Set.of("file", "key"))) {
            return new FlagSource.File(path(text(flag, "file")), text(flag, "key"));
        }
        if (keys.equals(Set.of("environment"))) {
            return new FlagSource.Variable(text(flag, "environment"));
        }
        if (keys.equals(Set.of("ofrep", "key"))) {
            return new FlagSource.Remote(url(text(flag, "ofrep")), text(flag, "key"), PATIENCE);
        }
        if (keys.equals(Set.of("url"))) {
            return new FlagSource.Url(url(text(flag, "url")), PATIENCE);
        }
        throw new BadValue("a flag is " + FORMS);
    }

    public static Json.Obj of(FlagSource source) {
        return switch (source) {
            case FlagSource.File file -> Json.object("file", file.file().toString(), "key", file.key());
            case FlagSource.Variable variable -> Json.object("environment", variable.name());
            case FlagSource.Remote remote ->
                Json.object("ofrep", remote.service().toString(), "key", remote.key());
            case FlagSource.Url url -> Json.object("url", url.url().toString());
        };
    }

    private static String text(Json.Obj flag, String key) {
        if (flag.get(key).orElse(Json.Null.NULL) instanceof Json.Str(var text) && !text.isBlank()) {
            return text;
        }
        throw new BadValue("'" + key + "' of a flag must be text");
    }

    /** The server's working folder is nothing that somebody elsewhere knows. */
    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException _) {
            // told below
        }
        throw new BadValue("'file' of a flag must be a whole path on the server, such as /etc/flags.json");
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (Set.of("http", "https").contains(scheme) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new BadValue("the address of a flag must be one of http or https");
    }
}
