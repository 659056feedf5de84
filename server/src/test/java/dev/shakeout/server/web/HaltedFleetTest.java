package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.FleetMessage;
import dev.shakeout.agent.Hello;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.fleet.FleetLink;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.fleet.AgentConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents are told when a run is to halt. */
class HaltedFleetTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The other end of a connection, which reads nothing from the word on that it is to halt, if it is deaf. */
    private record PlayedWire(List<FleetMessage> heard, boolean deaf, CountDownLatch end)
            implements AgentConnection.Wire {
        PlayedWire(boolean deaf) {
            this(new CopyOnWriteArrayList<>(), deaf, new CountDownLatch(1));
        }

        @Override
        public void send(String text) {
            FleetMessage message = FleetMessage.read(JsonReader.read(text));
            if (deaf && isHalt(message)) {
                try {
                    end.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            heard.add(message);
        }

        static boolean isHalt(FleetMessage message) {
            try {
                return message instanceof FleetMessage.Said(var _, var line)
                        && Order.read(JsonReader.read(line)) instanceof Order.Halt;
            } catch (BadValue _) {
                return false;
            }
        }

        boolean isHalted() {
            return heard.stream().anyMatch(PlayedWire::isHalt);
        }

        @Override
        public void close(String why) {
            // nobody hears it
        }

        @Override
        public void drop() {
            end.countDown();
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    private static String join(Site site, PlayedWire wire, AgentKey key) {
        AgentConnection connection = site.fleet.open(wire);
        var challenge = (FleetMessage.Challenge) wire.heard().getFirst();
        var hello = new Hello(
                challenge.nonce(),
                key.text(),
                Optional.of(site.fixtures.enrolment(Map.of()).secret()),
                "web-1",
                Map.of(),
                Json.Obj.EMPTY,
                Json.Obj.EMPTY,
                Site.VERSION);
        connection.hear(hello.signed(key).text());
        return ((FleetMessage.Welcome) wire.heard().getLast()).id();
    }

    @Test
    void allAreToldThoughSomeReadNothing(@TempDir Path folder) throws Exception {
        Path socket = Files.createTempDirectory("door").resolve("d");
        var deaf = List.of(new PlayedWire(true), new PlayedWire(true), new PlayedWire(true));
        var well = new PlayedWire(false);
        var late = new PlayedWire(false);
        try (var site = new Site();
                var door = site.fleet.door(socket, Site.STAGING)) {
            var link = new FleetLink(socket);
            for (int i = 0; i < deaf.size(); i++) {
                link.to(join(site, deaf.get(i), AgentKey.in(folder.resolve("deaf-" + i))));
            }
            link.to(join(site, well, AgentKey.in(folder.resolve("well"))));
            String last = join(site, late, AgentKey.in(folder.resolve("late")));
            await().atMost(SOON).until(() -> well.heard().getLast() instanceof FleetMessage.Open);
            assertThat(well.isHalted()).isFalse();
            door.halt();
            await().atMost(SOON).until(well::isHalted);
            link.to(last); // by a run that is quicker than its own end
            await().atMost(SOON).until(late::isHalted);
            assertThat(deaf).noneMatch(PlayedWire::isHalted);
            deaf.forEach(PlayedWire::drop);
        }
    }
}
