package dev.shakeout.fks.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    @TempDir
    private Path dir;

    @Test
    void anOrderSurvivesTheProcessAndADeliveredOneDoesNotComeBack() throws IOException {
        Outbox first = new Outbox(file());
        first.add(parcel(1, true));
        first.add(parcel(2, false));
        first.remove(new OrderId(1));
        first.add(parcel(3, true));

        Outbox second = new Outbox(file());

        assertThat(second.all()).containsExactlyInAnyOrder(parcel(2, false), parcel(3, true));
    }

    @Test
    void aLineThatACrashHasTornIsNoOrder() throws IOException {
        new Outbox(file()).add(parcel(1, false));
        Files.writeString(file(), "+ {\"id\":\"2\",\"sym", StandardOpenOption.APPEND);

        assertThat(new Outbox(file()).all()).containsExactly(parcel(1, false));
        assertThat(new Outbox(file()).all()).containsExactly(parcel(1, false));
    }

    private Path file() {
        return dir.resolve("outbox.log");
    }

    private static Parcel parcel(long id, boolean executed) {
        return new Parcel(Order.of(new OrderId(id), Json.read("{\"price\":1.50}")), executed);
    }
}
