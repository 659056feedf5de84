package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.HeldFolder;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a shell reaches a cluster when no JVM is left: a configuration of curl with the account's credentials, in a folder that
 * only this user can read. It is there from the beginning of a run until all is taken back.
 */
final class Access implements AutoCloseable {
    private final Config config;
    private final HeldFolder held;
    private final Path folder;

    /** Writes nothing yet. */
    Access(Config config, Machine machine) {
        this.config = config;
        this.held = new HeldFolder("kubernetes-" + ApiRung.Site.freshToken(), machine);
        this.folder = held.path();
    }

    /** What curl takes by --config. */
    Path file() {
        return folder.resolve("curl");
    }

    /** Where a run that lives can be asked to take something back; a socket beside the credentials. */
    Path door() {
        return folder.resolve("door");
    }

    /**
     * Writes the credentials as they are now; again, when a token was replaced.
     *
     * @throws IOException they cannot be kept, so nothing could be taken back
     */
    synchronized void write() throws IOException {
        held.make();
        var lines = new StringBuilder();
        options()
                .forEach((key, value) -> lines.append(key)
                        .append(" = \"")
                        .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"\n"));
        if (config.isTrustCerts()) {
            lines.append("insecure\n");
        }
        if (config.getOauthTokenProvider() instanceof StandingToken token) {
            write("renew", renewal(token));
        }
        write("curl", lines.toString());
    }

    /** In one go, for whoever reads it meanwhile. */
    private Path write(String name, String text) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(fresh, text);
        return Files.move(
                fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String renewal(StandingToken token) {
        return token.renewal().argv().stream().map(Inverse::quote).collect(Collectors.joining(" ", "exec ", "\n"));
    }

    private Map<String, String> options() throws IOException {
        var options = new LinkedHashMap<String, String>();
        put(options, "cacert", pem("ca.crt", config.getCaCertFile(), config.getCaCertData()));
        put(options, "cert", pem("client.crt", config.getClientCertFile(), config.getClientCertData()));
        put(options, "key", pem("client.key", config.getClientKeyFile(), config.getClientKeyData()));
        Optional<String> token = token();
        if (token.isPresent()) { // in a file of its own, which a shell can replace
            options.put("header", "@" + write("header", "Authorization: Bearer " + token.get() + "\n"));
        }
        put(options, "proxy", Optional.ofNullable(config.getHttpsProxy()).filter(each -> !each.isEmpty()));
        return options;
    }

    private static void put(Map<String, String> options, String key, Optional<String> value) {
        value.ifPresent(given -> options.put(key, given));
    }

    private Optional<String> token() {
        return Optional.ofNullable(config.getOauthTokenProvider())
                .map(provider -> provider.getToken())
                .or(() -> Optional.ofNullable(config.getOauthToken()))
                .or(() -> Optional.ofNullable(config.getAutoOAuthToken()))
                .filter(token -> !token.isEmpty());
    }

    /** The file as it is, or one of our own for what stands in the kubeconfig itself. */
    private Optional<String> pem(String name, String file, String data) throws IOException {
        if (data == null || data.isEmpty()) {
            return Optional.ofNullable(file).filter(each -> !each.isEmpty());
        }
        Path own = folder.resolve(name);
        byte[] bytes = data.startsWith("-----")
                ? data.getBytes(StandardCharsets.US_ASCII)
                : Base64.getMimeDecoder().decode(data);
        Files.write(own, bytes);
        return Optional.of(own.toString());
    }

    /** Does what {@link #close} does when there is no JVM. */
    Inverse removal() {
        return held.removal();
    }

    /** Deletes it, unless something is left in a ledger that still needs it. */
    @Override
    public synchronized void close() {
        held.close();
    }
}
