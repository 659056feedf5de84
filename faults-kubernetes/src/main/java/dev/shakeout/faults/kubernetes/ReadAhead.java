package dev.shakeout.faults.kubernetes;

import dev.shakeout.faults.kubernetes.Cluster.Answer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Objects that will be looked at one after the other, asked for side by side. */
final class ReadAhead {
    /** As many as an API server takes of one connection without making it wait (100 streams, by Go's HTTP/2). */
    private static final int AT_ONCE = 64;

    private final Connection connection;
    private final Queue<String> waiting = new ArrayDeque<>();
    private final Map<String, CompletableFuture<Answer>> asked = new HashMap<>();

    ReadAhead(Connection connection) {
        this.connection = connection;
    }

    /** @param paths in the order in which they will be taken */
    synchronized void expect(List<String> paths) {
        waiting.addAll(paths);
        goOn();
    }

    private void goOn() {
        while (asked.size() < AT_ONCE && !waiting.isEmpty()) {
            asked.computeIfAbsent(waiting.remove(), connection::ask);
        }
    }

    /**
     * What was answered to one of them, once; empty when it is not among them.
     *
     * @throws IOException the server does not answer in time
     */
    Optional<Answer> take(String path) throws IOException {
        var answer = begun(path);
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(connection.await(answer.get())).filter(each -> !connection.isReplaced(each.status()));
    }

    private synchronized Optional<CompletableFuture<Answer>> begun(String path) {
        var answer = Optional.ofNullable(asked.remove(path));
        goOn();
        return answer;
    }

    /** What was not taken is not believed any more. */
    synchronized void end() {
        waiting.clear();
        asked.values().forEach(answer -> answer.cancel(true));
        asked.clear();
    }
}
