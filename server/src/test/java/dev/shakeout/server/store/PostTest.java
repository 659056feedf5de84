package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final String url = Databases.POSTGRESQL.url();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Who has not begun to listen gets nothing. */
    private void awaitHearing(Post from) {
        await().atMost(SOON).until(() -> {
            from.send("here", "there?");
            return !heard.isEmpty();
        });
        heard.removeIf("there?"::equals);
    }

    private List<String> heard(String beginning) {
        return heard.stream().filter(text -> text.startsWith(beginning)).toList();
    }

    @Test
    void textsOfAnyLengthArriveWholeAndInTheOrderOfWhoSentThem() throws Exception {
        try (var _ = Post.open(url, "here", heard::add);
                var one = Post.open(url, "one", _ -> {});
                var two = Post.open(url, "two", _ -> {})) {
            awaitHearing(one);
            List<String> ones = texts("one ");
            List<String> twos = texts("two ");
            Thread other = Thread.ofPlatform().start(() -> twos.forEach(text -> two.send("here", text)));
            ones.forEach(text -> one.send("here", text));
            two.send("nobody", "nobody hears this");

            await().atMost(SOON)
                    .until(() -> heard("one ").size() == 30 && heard("two ").size() == 30);
            other.join();
            assertThat(heard("one ")).isEqualTo(ones);
            assertThat(heard("two ")).isEqualTo(twos);
            assertThat(heard("nobody")).isEmpty();
        }
    }

    private static List<String> texts(String beginning) {
        return IntStream.range(0, 30)
                .mapToObj(i -> beginning + i + " " + "ü€😀'\"\\ ".repeat(i * 100))
                .toList();
    }

    @Test
    void whoeverHasLostTheDatabaseHearsAgainOnceItIsBack() throws Exception {
        try (var _ = Post.open(url, "here", heard::add);
                var there = Post.open(url, "there", _ -> {})) {
            awaitHearing(there);
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
            heard.clear();
            await().atMost(SOON).ignoreException(IllegalStateException.class).until(() -> {
                there.send("here", "again?");
                return heard.contains("again?");
            });
        }
    }
}
