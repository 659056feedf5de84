package dev.shakeout.cli;

import dev.shakeout.dialects.TreeReader.Form;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Problem;
import dev.shakeout.probes.HttpCall;
import dev.shakeout.probes.TimeLimits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fetches an experiment from a web server (chaoslib/loader.py). */
final class RemoteSource {
    private static final String TOKEN = "CHAOSTOOLKIT_LOADER_AUTH_BEARER_TOKEN";
    private static final TimeLimits LIMITS = new TimeLimits(Duration.ofSeconds(10), Duration.ofMinutes(2));
    private static final int LONGEST_COMPLAINT = 300;

    private final UserSettings settings;
    private final Map<String, String> environment;
    private final boolean verified;
    private final Mask mask;

    /**
     * @param verified whether a server's certificate is checked
     * @param mask is told what opens the door
     */
    RemoteSource(UserSettings settings, Map<String, String> environment, boolean verified, Mask mask) {
        this.settings = settings;
        this.environment = environment;
        this.verified = verified;
        this.mask = mask;
    }

    static boolean names(String source) {
        return source.regionMatches(true, 0, "http://", 0, 7) || source.regionMatches(true, 0, "https://", 0, 8);
    }

    /** @throws InvalidInput it cannot be had, or is nothing that could be an experiment */
    Source fetch(String address) {
        URI url = url(address);
        coverPassword(url);
        String name = shown(url);
        var call = new HttpCall("GET", url, headers(url), "", LIMITS, verified, 1, environment);
        try {
            HttpCall.Reply reply = call.send();
            String type = reply.answer().headers().getOrDefault("Content-Type", "");
            String text = reply.body().text(type);
            if (reply.answer().status() != 200) {
                throw refuse(name, "the server answered " + reply.answer().status() + ": " + brief(text));
            }
            return new Source(name, text, form(name, type), Optional.empty());
        } catch (IOException e) {
            throw refuse(name, call.reason(e, "take any with --no-verify-tls", ""));
        } catch (BadValue e) {
            throw refuse(name, String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw refuse(name, "interrupted");
        }
    }

    private static URI url(String address) {
        try {
            URI url = new URI(address);
            if (url.getRawAuthority() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // told below, without the address: a password may be in it
        }
        throw new InvalidInput(Problem.of("the address of the experiment is not a URL such as https://host/file.yaml;"
                + " write other letters as %20 and the like"));
    }

    private void coverPassword(URI url) {
        String user = url.getUserInfo();
        if (user != null) {
            mask.cover(Json.of(user.substring(user.indexOf(':') + 1)));
        }
    }

    /** Without user, password and query, as any of them may be a secret. */
    static String shown(URI url) {
        String whole = HttpCall.shown(url.toString());
        int query = whole.indexOf('?');
        return query < 0 ? whole : whole.substring(0, query) + "?…";
    }

    private Map<String, String> headers(URI url) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json, application/x-yaml");
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (!token.isEmpty()) {
            mask.cover(Json.of(token));
            headers.put("Authorization", "bearer " + token);
        } else {
            settings.authorization(url.getRawAuthority()).ifPresent(value -> headers.put("Authorization", value));
        }
        return headers;
    }

    private static Form form(String name, String type) {
        if (type.contains("application/json")) {
            return Form.JSON;
        }
        if (type.contains("yaml")) {
            return Form.YAML;
        }
        if (type.contains("text/plain")) {
            return Form.BY_TEXT;
        }
        throw refuse(
                name,
                "the server says it is '" + type
                        + "'; it must be application/json, application/x-yaml, text/yaml or text/plain");
    }

    private static String brief(String text) {
        String line = text.strip();
        return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT) + "…";
    }

    private static InvalidInput refuse(String name, String why) {
        return new InvalidInput(Problem.of(name + ": cannot be fetched: " + why));
    }
}
