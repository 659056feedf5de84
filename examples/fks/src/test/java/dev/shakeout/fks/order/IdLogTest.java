package dev.shakeout.fks.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdLogTest {
    @Test
    void remembersItsIdsAndOverwritesARecordThatACrashHasTorn(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("ids");
        try (IdLog log = new IdLog(file)) {
            log.add(new OrderId(7));
            log.add(new OrderId(8));
        }
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

        try (IdLog log = new IdLog(file)) {
            log.add(new OrderId(9));
        }

        try (IdLog log = new IdLog(file)) {
            assertThat(log.size()).isEqualTo(3);
            assertThat(log.contains(new OrderId(9))).isTrue();
        }
    }
}
