package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that only answers as a Vault does: a real one is no Java library. */
class VaultTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer fakeVault;
    private Json.Obj configuration = Json.Obj.EMPTY;

    @BeforeEach
    void start() throws IOException {
        fakeVault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        fakeVault.createContext("/", this::answer);
        fakeVault.start();
        configuration = Json.object(
                "vault_addr", "http://127.0.0.1:" + fakeVault.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        fakeVault.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token + " " + body);
        String path = exchange.getRequestURI().getPath();
        String answer = switch (path) {
            case "/v1/secret/data/foo/bar" -> "{\"data\": {\"data\": {\"user\": \"jane\"}}}";
            case "/v1/kv/foo/bar" -> "{\"data\": {\"user\": \"joe\"}}";
            case "/v1/auth/approle/login", "/v1/auth/k8s/login" -> "{\"auth\": {\"client_token\": \"fresh\"}}";
            default -> "";
        };
        boolean allowed = path.startsWith("/v1/auth/") || token.equals("fresh") || token.equals("given");
        int status = answer.isEmpty() ? 404 : allowed ? 200 : 403;
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Vault vault(String... more) {
        var all = configuration;
        for (int i = 0; i < more.length; i += 2) {
            all = all.with(more[i], Json.of(more[i + 1]));
        }
        return new Vault(all, Map.of());
    }

    @Test
    void the_second_version_of_the_store_is_the_default() {
        assertThat(vault("vault_token", "given").secret("foo/bar")).isEqualTo(Json.object("user", "jane"));
        assertThat(requests).containsExactly("GET /v1/secret/data/foo/bar given ");
    }

    @Test
    void the_first_version_and_another_mount_point() {
        var vault = vault("vault_token", "given", "vault_kv_version", "1", "vault_secrets_mount_point", "kv");
        assertThat(vault.secret("foo/bar")).isEqualTo(Json.object("user", "joe"));
    }

    @Test
    void an_application_logs_in_with_its_role() {
        assertThat(vault("vault_role_id", "r", "vault_role_secret", "s").secret("foo/bar"))
                .isEqualTo(Json.object("user", "jane"));
        assertThat(requests.getFirst())
                .isEqualTo("POST /v1/auth/approle/login null {\"role_id\":\"r\",\"secret_id\":\"s\"}");
    }

    @Test
    void a_pod_logs_in_with_its_service_account(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "jwt!");
        var vault =
                vault("vault_sa_role", "r", "vault_sa_token_path", token.toString(), "vault_k8s_mount_point", "k8s");

        assertThat(vault.secret("foo/bar")).isEqualTo(Json.object("user", "jane"));
        assertThat(requests.getFirst()).isEqualTo("POST /v1/auth/k8s/login null {\"role\":\"r\",\"jwt\":\"jwt!\"}");
    }

    @Test
    void what_is_wrong_is_told_without_the_secrets() {
        assertThatThrownBy(() -> vault("vault_token", "stolen").secret("foo/bar"))
                .hasMessageContaining("was answered with 403: the Vault does not accept the login")
                .hasMessageNotContaining("stolen");
        assertThatThrownBy(() -> vault("vault_token", "given").secret("nothing"))
                .hasMessageContaining("404: there is nothing; check the path");
        assertThatThrownBy(() -> vault().secret("x")).hasMessageContaining("has neither vault_token, nor");
        assertThatThrownBy(() -> vault("vault_sa_role", "r", "vault_sa_token_path", "/nowhere")
                        .secret("x"))
                .hasMessageContaining("cannot be read from /nowhere");
        assertThatThrownBy(() -> new Vault(Json.Obj.EMPTY, Map.of())).hasMessageContaining("has no vault_addr");
        fakeVault.stop(0);
        assertThatThrownBy(() -> vault("vault_token", "given").secret("foo/bar"))
                .hasMessageContaining("refused");
    }
}
