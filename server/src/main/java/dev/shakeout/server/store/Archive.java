package dev.shakeout.server.store;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Token;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * All that a store holds, as lines of JSON that either kind of database takes: first what it is and of which schema, then each
 * row with its table, then how many there were. Timers are not in it; they are set again from the schedules.
 */
public final class Archive {
    /** Those that are referred to before those that refer to them. */
    private static final List<String> TABLES = List.of(
            "environments",
            "experiments",
            "experiment_versions",
            "runs",
            "approvals",
            "run_events",
            "journals",
            "evidence",
            "last_evidence",
            "findings",
            "known_findings",
            "users",
            "grants",
            "tokens",
            "used_id_tokens",
            "audit",
            "audit_head",
            "schedules",
            "schedule_starts",
            "rollouts",
            "rollout_stages",
            "halts",
            "halt_turn",
            "enrolments",
            "agents",
            "channels",
            "messages");

    /** Of which a migration has made the one row. */
    private static final List<String> SEEDED = List.of("audit_head", "halt_turn");

    private static final Pattern COLUMN = Pattern.compile("[a-z_]{1,40}");
    private static final String KIND = "shakeout-store";
    private static final String OF_THEN = "it had not been sent when the backup was made";
    private static final String UNKNOWN =
            "it had not ended when the backup was made, and nobody here knows what became of it";
    private static final int TOGETHER = 500;

    private Archive() {}

    /**
     * Writes it, as it is at one moment, while servers go on with it.
     *
     * @param url of JDBC
     * @return how many rows there are
     * @throws BadValue it belongs to another release, or there is none
     */
    public static long write(String url, Instant now, Writer lines) throws IOException {
        try (Handle handle = Jdbi.create(url).open()) {
            long schema = Store.schema(handle)
                    .orElseThrow(() -> new BadValue("there is no store of Shakeout in this database"));
            if (schema != Store.NEWEST) {
                throw new BadValue("the database has schema " + schema + ", and this release knows " + Store.NEWEST
                        + "; back it up with the release that serves it");
            }
            handle.setTransactionIsolationLevel(
                    Store.isSqlite(url)
                            ? TransactionIsolationLevel.SERIALIZABLE
                            : TransactionIsolationLevel.REPEATABLE_READ);
            handle.begin(); // one snapshot, and nobody is kept waiting
            lines.write(Json.object("kind", KIND, "schema", schema, "at", now.toString())
                            .compact()
                    + "\n");
            long rows = 0;
            for (String table : TABLES) {
                rows += write(table, handle, lines);
            }
            lines.write(Json.object("rows", rows).compact() + "\n");
            handle.rollback();
            return rows;
        }
    }

    private static long write(String table, Handle handle, Writer lines) throws IOException {
        long rows = 0;
        try (var found = handle.createQuery("SELECT * FROM " + table)
                .setFetchSize(TOGETHER)
                .mapToMap()
                .iterator()) {
            while (found.hasNext()) {
                var members = new LinkedHashMap<String, Json>();
                found.next().forEach((column, value) -> members.put(column, json(Optional.ofNullable(value))));
                lines.write(Json.object(table, new Json.Obj(members)).compact() + "\n");
                rows++;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return rows;
    }

    private static Json json(Optional<Object> value) {
        return value.<Json>map(each -> each instanceof Number number
                        ? new Json.Num(new BigDecimal(number.toString()))
                        : Json.of(each.toString()))
                .orElse(Json.Null.NULL);
    }

    /**
     * Puts all of one into a store that holds nothing. A run that had not ended is ended without a verdict, and a rollout is stopped,
     * as nobody here knows what became of it.
     *
     * @return how many rows there were
     * @throws BadValue the lines are no archive, are cut off, or are of a later release; or the store is not empty
     */
    public static long read(BufferedReader lines, Instant now, Store store) throws IOException {
        Json.Obj head = line(lines)
                .filter(first -> first.get("kind").equals(Optional.of(Json.of(KIND))))
                .orElseThrow(() -> new BadValue("it is no backup of a Shakeout server"));
        long schema =
                head.get("schema").map(text -> Long.parseLong(text.text())).orElse(0L);
        if (schema != Store.NEWEST) {
            throw new BadValue("it is of schema " + schema + ", and this release has " + Store.NEWEST
                    + "; restore it with the release that made it, and then start this one");
        }
        try {
            return store.changeBy(handle -> fill(handle, lines, head, now));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long fill(Handle handle, BufferedReader lines, Json.Obj head, Instant now) {
        for (String table : TABLES) {
            if (!SEEDED.contains(table)
                    && handle.createQuery("SELECT COUNT(*) FROM " + table)
                                    .mapTo(Long.class)
                                    .one()
                            > 0) {
                throw new BadValue("the database is not empty (" + table + "); restore into a new one");
            }
        }
        SEEDED.forEach(table -> handle.execute("DELETE FROM " + table));
        long rows = rows(handle, lines);
        handle.createUpdate("""
                        UPDATE runs SET state = 'ended', ended_at = :now, reasons = :why WHERE state <> 'ended'""")
                .bind("now", now.toEpochMilli())
                .bind("why", Json.of(List.of(Json.of(UNKNOWN))).compact())
                .execute();
        handle.createUpdate("""
                        UPDATE rollouts SET state = 'stopped', ended_at = :now, reason = :why
                        WHERE state NOT IN ('passed', 'stopped')""")
                .bind("now", now.toEpochMilli())
                .bind("why", UNKNOWN)
                .execute();
        handle.execute("UPDATE agents SET connection = ''"); // those are with the servers of then
        handle.createUpdate("""
                        UPDATE messages SET state = 'given-up', settled_at = :now, result = :why WHERE state = 'waiting'""")
                .bind("now", now.toEpochMilli())
                .bind("why", OF_THEN)
                .execute();
        var work = new Work(handle);
        work.schedules().enabled().forEach(planned -> work.timers().set(planned.timer(), planned.at()));
        work.audit()
                .append(
                        now,
                        Token.NOBODY,
                        "store.restore",
                        "store",
                        Json.object("made", head.get("at").map(Json::text).orElse("")));
        return rows;
    }

    private static long rows(Handle handle, BufferedReader lines) {
        long rows = 0;
        String table = "";
        var batch = new ArrayList<Json.Obj>();
        while (true) {
            Json.Obj line = line(lines).orElseThrow(() -> new BadValue("the backup is cut off; nothing was restored"));
            var member = line.members().entrySet().iterator().next();
            boolean last = member.getKey().equals("rows");
            if (last || !member.getKey().equals(table) || batch.size() == TOGETHER) {
                insert(table, batch, handle);
                batch.clear();
            }
            if (last) {
                if (!member.getValue().equals(Json.of(rows))) {
                    throw new BadValue("the backup is damaged: it says that it has "
                            + member.getValue().text() + " rows, and has " + rows + "; nothing was restored");
                }
                return rows;
            }
            table = member.getKey();
            if (!TABLES.contains(table) || !(member.getValue() instanceof Json.Obj row)) {
                throw new BadValue("the backup is damaged: there is no table '" + table + "'; nothing was restored");
            }
            batch.add(row);
            rows++;
        }
    }

    private static void insert(String table, List<Json.Obj> rows, Handle handle) {
        if (rows.isEmpty()) {
            return;
        }
        var columns = List.copyOf(rows.getFirst().members().keySet());
        if (!columns.stream().allMatch(column -> COLUMN.matcher(column).matches())) {
            throw new BadValue("the backup is damaged in " + table + "; nothing was restored");
        }
        var batch = handle.prepareBatch("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (:"
                + String.join(", :", columns) + ")");
        for (Json.Obj row : rows) {
            for (String column : columns) {
                switch (row.get(column).orElse(Json.Null.NULL)) {
                    case Json.Num(var number) -> batch.bind(column, number.longValueExact());
                    case Json.Null _ -> batch.bind(column, (Object) null);
                    case Json other -> batch.bind(column, other.text());
                }
            }
            batch.add();
        }
        batch.execute();
    }

    private static Optional<Json.Obj> line(BufferedReader lines) {
        try {
            return Optional.ofNullable(lines.readLine())
                    .map(JsonReader::read)
                    .filter(Json.Obj.class::isInstance)
                    .map(Json.Obj.class::cast)
                    .filter(object -> !object.members().isEmpty());
        } catch (EOFException _) {
            return Optional.empty(); // the file was cut off
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
