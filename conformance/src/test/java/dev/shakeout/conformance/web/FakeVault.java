package dev.shakeout.conformance.web;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stand-in for HashiCorp Vault: the few calls of its HTTP API that reading a secret needs (KV 1 and 2, token, AppRole and
 * Kubernetes login), with one secret, {@code app/db}, under every mount point. It refuses what the real one refuses: a
 * token that it did not give, a login with wrong words, a path that is not there.
 */
final class FakeVault {
    private static final String SECRET = "{\"user\": \"ada\", \"password\": \"s3cret\"}";
    private static final Set<String> TOKENS = Set.of("a-token", "a-token-for-a-role", "a-token-for-a-pod");

    Answer answer(Request request) {
        List<String> path = List.of(request.path().split("/")); // "", "v1", mount point, ...
        if (path.get(2).equals("auth")) {
            return login(path.get(3), new JsonMapper().readTree(request.body()));
        }
        if (!TOKENS.contains(request.header("X-Vault-Token").orElse(""))) {
            return error(403, "\"permission denied\"");
        }
        boolean versioned = path.get(3).equals("data");
        if (!String.join("/", path.subList(versioned ? 4 : 3, path.size())).equals("app/db")) {
            return error(404, "");
        }
        return Answer.json(
                versioned
                        ? "{\"data\": {\"data\": " + SECRET + ", \"metadata\": {\"version\": 1}}}"
                        : "{\"data\": " + SECRET + "}");
    }

    private static Answer login(String mountPoint, JsonNode words) {
        if (mountPoint.equals("approle")) {
            return is(words, "role_id", "a-role") && is(words, "secret_id", "a-secret")
                    ? token("a-token-for-a-role")
                    : error(400, "\"invalid role or secret ID\"");
        }
        return is(words, "role", "a-role") && is(words, "jwt", "a-jwt")
                ? token("a-token-for-a-pod")
                : error(403, "\"permission denied\"");
    }

    private static boolean is(JsonNode words, String key, String value) {
        return words.path(key).asString("").strip().equals(value);
    }

    private static Answer token(String token) {
        return Answer.json("{\"auth\": {\"client_token\": \"" + token + "\", \"renewable\": false}}");
    }

    private static Answer error(int status, String message) {
        return Answer.of(status, "application/json", "{\"errors\": [" + message + "]}");
    }
}
