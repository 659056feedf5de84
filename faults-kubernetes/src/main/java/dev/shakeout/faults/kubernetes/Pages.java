package dev.shakeout.faults.kubernetes;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages of a list, each asked for as soon as the one before it is there, so that the server works on it while that one is
 * read: where it goes on stands at the beginning of a page.
 */
final class Pages implements AutoCloseable {
    /**
     * How many objects are asked for at once. A list of any length is read in the memory that some megabytes take, and fewer
     * would cost the server much more: of 10,000 pods, four times as much when asked for 500 at a time.
     */
    private static final int SIZE = 2000;

    private static final int HEAD = 4096;
    private static final Pattern GOES_ON = Pattern.compile("\"metadata\":\\s*\\{[^{}]*\"continue\":\\s*\"([^\"]+)\"");

    private final Cluster cluster;
    private final String path;
    private CompletableFuture<Packed> asked;
    /** Where the page that is asked for begins; empty for the first. */
    private String from = "";

    Pages(Cluster cluster, String collection, Map<String, String> query) {
        this.cluster = cluster;
        this.path = collection + "?limit=" + SIZE + Cluster.encoded(query);
        this.asked = cluster.connection().begin(path);
    }

    /** @throws IOException the server cannot be asked */
    Packed next() throws IOException {
        Packed page = cluster.connection().await(asked);
        if (cluster.connection().isReplaced(page.status())) {
            ask(from);
            page = cluster.connection().await(asked);
        }
        Matcher head = GOES_ON.matcher(page.ok() ? page.head(HEAD) : "");
        if (head.find()) {
            ask(head.group(1));
        }
        return page;
    }

    private void ask(String where) {
        from = where;
        asked = cluster.connection().begin(where.isEmpty() ? path : path + "&continue=" + Cluster.encoded(where));
    }

    /**
     * Whether there is another page.
     *
     * @param where as it is read in the page; empty for the last
     */
    boolean goesOn(String where) {
        if (!where.isEmpty() && !where.equals(from)) {
            ask(where);
        }
        return !where.isEmpty();
    }

    /** What is still asked for is not waited for. */
    @Override
    public void close() {
        asked.cancel(true);
    }
}
