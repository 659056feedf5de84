package dev.shakeout.fks.api;

import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.order.IdSet;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Orders that clients were promised and that are still to be executed or stored; on disk before the promise.
 *
 * <p>A line of its file is {@code + JSON} for an order that came in and {@code - ID} for one that has been delivered.
 */
final class Outbox {
    private static final long HISTORY_BYTES_MAX = 4 << 20;

    private final Map<OrderId, Parcel> parcels;
    private final SyncedLog log;

    /** Takes up what an earlier process left. */
    Outbox(Path path) throws IOException {
        parcels = new ConcurrentHashMap<>(read(path));
        // Through a second file, so that a crash while writing loses nothing.
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        log = new SyncedLog(fresh, parcels.values().stream().map(Outbox::line).collect(Collectors.joining()));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns when the order is safe on disk. */
    void add(Parcel parcel) throws IOException {
        OrderId id = parcel.order().id();
        // Known before it is written, or the file could be taken for history and emptied in between.
        parcels.put(id, parcel);
        try {
            log.append(line(parcel).strip()).get();
        } catch (ExecutionException e) {
            parcels.remove(id);
            throw new IOException("the outbox could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("stopped before the order was safe").initCause(e);
        }
    }

    /** Notes that the order has got further, in memory only: doing it again does no harm. */
    void executed(Parcel parcel) {
        parcels.replace(parcel.order().id(), new Parcel(parcel.order(), true));
    }

    /** Forgets a delivered order. No one waits for the disk: an order that comes back is delivered twice, at no harm. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void remove(OrderId id) throws IOException {
        log.append("- " + id);
        parcels.remove(id);
        if (parcels.isEmpty()) {
            log.truncateAbove(HISTORY_BYTES_MAX, parcels::isEmpty);
        }
    }

    Optional<Parcel> find(OrderId id) {
        return Optional.ofNullable(parcels.get(id));
    }

    int size() {
        return parcels.size();
    }

    List<Parcel> all() {
        return List.copyOf(parcels.values());
    }

    IdSet ids() {
        IdSet ids = new IdSet();
        parcels.keySet().forEach(ids::add);
        return ids;
    }

    private static String line(Parcel parcel) {
        Map<String, Object> fields = parcel.order().fields();
        fields.put("executed", parcel.executed());
        return "+ " + Json.write(fields) + "\n";
    }

    private static Map<OrderId, Parcel> read(Path path) throws IOException {
        Map<OrderId, Parcel> left = new LinkedHashMap<>();
        String text = Files.exists(path) ? Files.readString(path) : "";
        // What follows the last line's end was cut off by a crash, and no client was told of it.
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        whole.lines().forEach(line -> {
            if (line.startsWith("+ ")) {
                Fields fields = Json.read(line.substring(2));
                Order order = Order.of(OrderId.parse(fields.text("id", "")), fields);
                left.put(order.id(), new Parcel(order, fields.truth("executed", false)));
            } else {
                left.remove(OrderId.parse(line.substring(2)));
            }
        });
        return left;
    }
}
