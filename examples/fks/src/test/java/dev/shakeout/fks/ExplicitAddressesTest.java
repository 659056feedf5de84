package dev.shakeout.fks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.fks.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services stand without the supervisor, as under Docker and Kubernetes, where names are all they are given. */
class ExplicitAddressesTest {
    @Test
    void theGatewayFindsTheOthersByTheAddressesItIsGiven(@TempDir Path dir) throws IOException {
        try (RunningFks auth = RunningFks.start("fks_auth");
                RunningFks execution = RunningFks.start(
                        "fks_execution", "--dir", dir.resolve("execution").toString());
                RunningFks data = RunningFks.start(
                        "fks_data",
                        "--host",
                        "0.0.0.0",
                        "--dir",
                        dir.resolve("data").toString());
                RunningFks api = RunningFks.start(
                        "fks_api",
                        "--dir",
                        dir.resolve("api").toString(),
                        "--auth",
                        byName(auth),
                        "--execution",
                        byName(execution),
                        "--data",
                        byName(data))) {
            await().until(() -> api.get("url", "/health").status() == 200);

            String id = Json.read(api.post("url", "/orders", "").body()).text("id", "");

            await().until(() ->
                    api.read("url", "/orders/" + id).text("status", "").equals("executed"));
            assertThat(api.read("url", "/audit").whole("missing", -1)).isZero();
        }
    }

    private static String byName(RunningFks service) {
        return service.url("url").replace("127.0.0.1", "localhost");
    }
}
