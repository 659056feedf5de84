package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static dev.shakeout.server.store.Stores.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.Json;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chain of what was done. */
class AuditTest {
    @AutoClose
    private final Stores stores = new Stores();

    @ParameterizedTest
    @EnumSource
    void theChainOfTheAuditLogShowsWhatWasDoneToIt(Databases kind) throws SQLException {
        Store store = stores.open(kind);
        store.change(work -> {
            for (int i = 0; i < 4; i++) {
                work.audit().append(NOW, "t1", "run.start", "run/" + i, Json.object("n", i));
            }
            return work;
        });
        assertThat(verified(store)).isEqualTo(new Audit.Verification(4, Optional.empty()));

        stores.sql(kind, "UPDATE audit SET actor = 't2' WHERE seq = 3");
        assertThat(verified(store).broken())
                .hasValueSatisfying(words -> assertThat(words).startsWith("entry 3 is not"));
        stores.sql(kind, "UPDATE audit SET actor = 't1' WHERE seq = 3");
        assertThat(verified(store).broken()).isEmpty();

        stores.sql(kind, "DELETE FROM audit WHERE seq = 4");
        assertThat(verified(store).broken()).contains("the last entry is 3, and 4 were written");
        stores.sql(kind, "DELETE FROM audit WHERE seq = 2");
        assertThat(verified(store).broken()).contains("entry 2 is missing");
    }

    @ParameterizedTest
    @EnumSource
    void theChainDoesNotForkHoweverManyAppend(Databases kind) throws Exception {
        Store here = stores.open(kind);
        Store there = stores.open(kind); // as another server at the same database
        try (var workers = Threads.forEach("appending")) {
            var tasks = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        for (int j = 0; j < 10; j++) {
                            (i % 2 == 0 ? here : there).change(work -> {
                                work.audit().append(NOW, "t" + i, "run.start", "run", Json.Obj.EMPTY);
                                return work;
                            });
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> done : workers.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(verified(here)).isEqualTo(new Audit.Verification(80, Optional.empty()));
    }
}
