package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets of a HashiCorp Vault's key-value store, versions 1 and 2, as Chaos Toolkit's configuration describes it
 * (chaoslib/secret.py; paths from Vault's HTTP API). It logs in with a token, an AppRole, or a Kubernetes service account.
 * All that is wrong is a {@link BadValue}, without any secret.
 */
public final class Vault {
    private static final TimeLimits LIMITS = TimeLimits.both(Duration.ofSeconds(10));
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** Bytes; one is a few kilobytes. */
    private static final int LONGEST_TOKEN = 1 << 20;

    private final Json.Obj configuration;
    private final Map<String, String> environment;
    private final String address;

    /**
     * @param configuration the experiment's; vault_addr must be among it
     * @param environment variables, which may name a proxy
     */
    public Vault(Json.Obj configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = environment;
        this.address = text("vault_addr")
                .orElseThrow(() -> new BadValue("the configuration has no vault_addr"))
                .replaceFirst("/+$", "");
    }

    /** What is stored at a path of the store's mount point, an object mostly. */
    public Json secret(String path) {
        boolean first = text("vault_kv_version").orElse("2").equals("1");
        String mount = text("vault_secrets_mount_point").orElse("secret");
        Json answer = call("GET", mount + (first ? "/" : "/data/") + path, Map.of("X-Vault-Token", token()), "");
        Optional<Json> data = member(answer, "data");
        return (first ? data : data.flatMap(whole -> member(whole, "data")))
                .orElseThrow(() -> new BadValue("the Vault's answer holds no data"));
    }

    private String token() {
        Optional<String> given = text("vault_token");
        if (given.isPresent()) {
            return given.get();
        }
        Optional<String> role = text("vault_role_id");
        Optional<String> secret = text("vault_role_secret");
        if (role.isPresent() && secret.isPresent()) {
            return login("approle", Json.object("role_id", role.get(), "secret_id", secret.get()));
        }
        Optional<String> account = text("vault_sa_role");
        if (account.isPresent()) {
            return login(
                    text("vault_k8s_mount_point").orElse("kubernetes"),
                    Json.object("role", account.get(), "jwt", serviceAccount()));
        }
        throw new BadValue("the configuration has neither vault_token, nor vault_role_id with vault_role_secret, nor"
                + " vault_sa_role");
    }

    private String serviceAccount() {
        Path file = text("vault_sa_token_path")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .orElse(SERVICE_ACCOUNT);
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadValue("the service account's token cannot be read from " + file);
        }
    }

    private String login(String mount, Json.Obj credentials) {
        Json answer = call(
                "POST", "auth/" + mount + "/login", Map.of("Content-Type", "application/json"), credentials.compact());
        return member(answer, "auth")
                .flatMap(auth -> member(auth, "client_token"))
                .map(Json::text)
                .orElseThrow(
                        () -> new BadValue("the Vault's answer to the login at auth/" + mount + " holds no token"));
    }

    private Json call(String method, String path, Map<String, String> headers, String body) {
        String what = method + " " + HttpCall.shown(address) + "/v1/" + path;
        var all = new LinkedHashMap<>(headers);
        all.put("X-Vault-Request", "true");
        try {
            var reply = new HttpCall(
                            method, URI.create(address + "/v1/" + path), all, body, LIMITS, true, 1, environment)
                    .send();
            int status = reply.answer().status();
            if (status != 200) {
                throw new BadValue(what + " was answered with " + status + meaning(status));
            }
            return dev.shakeout.engine.JsonReader.read(reply.body().text("application/json"));
        } catch (IllegalArgumentException _) {
            throw new BadValue(
                    "vault_addr or the path is no part of a web address: " + HttpCall.shown(address) + ", " + path);
        } catch (IOException e) {
            throw new BadValue(what + ": " + (e.getMessage() == null ? e : e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BadValue(what + " was interrupted");
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case 400, 403 -> ": the Vault does not accept the login or its rights; check token, role and policy";
            case 404 -> ": there is nothing; check the path, vault_secrets_mount_point and vault_kv_version";
            case 503 -> ": the Vault is sealed";
            default -> "";
        };
    }

    private Optional<String> text(String key) {
        return configuration.get(key).filter(value -> value != Json.Null.NULL).map(Json::text);
    }

    private static Optional<Json> member(Json value, String key) {
        return value instanceof Json.Obj object ? object.get(key).filter(v -> v != Json.Null.NULL) : Optional.empty();
    }
}
