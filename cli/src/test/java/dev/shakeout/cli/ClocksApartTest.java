package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.server.Server;
import dev.shakeout.server.web.Listening;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers at one database, whose hosts' clocks are ten minutes apart. */
@Timeout(300)
class ClocksApartTest extends WithPostgres {
    private static final Clock BEHIND = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));

    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private Server other;

    /** The agent joins it, and the one whose clock is right would take that for gone. */
    @BeforeEach
    void beginOther(@TempDir Path data) throws Exception {
        var settings = new Server.Settings(
                Listening.locally(0),
                data.resolve("there"),
                Optional.of(database()),
                new Server.Telling(Optional.empty(), Optional.empty(), false),
                Optional.empty(),
                List.of("false"), // carries nothing out
                1,
                "0.1.0");
        var world = new Server.World(
                Machine.local().with(BEHIND), () -> UUID.randomUUID().toString(), new SecureRandom(), troubles::add);
        other = Server.start(settings, world);
        url = other.url();
        agent("web-1", "role=web");
    }

    @AfterEach
    @Override
    void end() {
        other.close();
        super.end();
    }

    @Test
    void theOneFindsTheAgentOfTheOther(@TempDir Path folder) throws Exception {
        assertThat(troubles).anySatisfy(words -> assertThat(words).contains("Set this host's"));

        standsStillAndGoesOn(folder);
    }
}
