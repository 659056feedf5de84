package dev.shakeout.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All experiments, with every version that there ever was. */
public final class Experiments {
    private static final String ALL = """
            SELECT e.name, e.owner, v.version, v.title, v.definition, v.author, v.created_at
            FROM experiments e JOIN experiment_versions v ON v.experiment = e.name
            """;

    private final Handle handle;

    Experiments(Handle handle) {
        this.handle = handle;
    }

    /** The newest version of each, by name. */
    public Page<ExperimentVersion> page(Optional<String> after, int size) {
        var items = handle.createQuery(
                        ALL + "WHERE v.version = e.version AND e.name > :after ORDER BY e.name LIMIT :limit")
                .bind("after", after.orElse(""))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, ExperimentVersion::name);
    }

    public Optional<ExperimentVersion> newest(String name) {
        return handle.createQuery(ALL + "WHERE e.name = :name AND v.version = e.version")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    public Optional<ExperimentVersion> find(String name, long version) {
        return handle.createQuery(ALL + "WHERE e.name = :name AND v.version = :version")
                .bind("name", name)
                .bind("version", version)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** @param version the newest when empty */
    public Optional<ExperimentVersion> find(String name, Optional<Long> version) {
        return version.isPresent() ? find(name, version.get()) : newest(name);
    }

    /** In words, to whoever asked for one that is not there. */
    public static String missing(String name, Optional<Long> version) {
        return "there is no experiment '" + name + "'"
                + version.map(number -> " with version " + number).orElse("") + "; PUT it first";
    }

    /** Newest first. */
    public Page<ExperimentVersion> versions(String name, Optional<Long> before, int size) {
        var items = handle.createQuery(
                        ALL + "WHERE e.name = :name AND v.version < :before ORDER BY v.version DESC LIMIT :limit")
                .bind("name", name)
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, item -> Long.toString(item.version()));
    }

    /** @return false when there is one of this name */
    public boolean add(ExperimentVersion first) {
        int added = handle.createUpdate("""
                        INSERT INTO experiments (name, owner, version, changed_at)
                        VALUES (:name, :owner, :version, :at) ON CONFLICT (name) DO NOTHING""")
                .bind("name", first.name())
                .bind("owner", first.owner())
                .bind("version", first.version())
                .bind("at", first.createdAt().toEpochMilli())
                .execute();
        return added == 1 && write(first);
    }

    /** @return false when it is not the version after the newest */
    public boolean replace(ExperimentVersion next) {
        int changed = handle.createUpdate("""
                        UPDATE experiments SET owner = :owner, version = :version, changed_at = :at
                        WHERE name = :name AND version = :version - 1""")
                .bind("name", next.name())
                .bind("owner", next.owner())
                .bind("version", next.version())
                .bind("at", next.createdAt().toEpochMilli())
                .execute();
        return changed == 1 && write(next);
    }

    /** What names it, in words, so that it has to stay; empty when nothing does. */
    public Optional<String> namedBy(String name) {
        return handle.createQuery("""
                        SELECT 'run ' || MIN(id) AS who FROM runs WHERE experiment = :name
                        UNION ALL SELECT 'rollout ' || MIN(id) FROM rollouts WHERE experiment = :name
                        UNION ALL SELECT 'schedule ' || MIN(name) FROM schedules WHERE experiment = :name
                        UNION ALL SELECT 'approval ' || MIN(id) FROM approvals WHERE experiment = :name""").bind("name", name).map((row, _) -> Columns.maybeText(row, "who")).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * All versions of one that nothing names.
     *
     * @return false when it is not the newest version any more
     */
    public boolean delete(String name, long version) {
        boolean newest = handle.createUpdate(
                                "UPDATE experiments SET version = version WHERE name = :name AND version = :version")
                        .bind("name", name)
                        .bind("version", version)
                        .execute()
                == 1;
        if (newest) {
            handle.createUpdate("DELETE FROM experiment_versions WHERE experiment = :name")
                    .bind("name", name)
                    .execute();
            handle.createUpdate("DELETE FROM experiments WHERE name = :name")
                    .bind("name", name)
                    .execute();
        }
        return newest;
    }

    private boolean write(ExperimentVersion version) {
        handle.createUpdate("""
                        INSERT INTO experiment_versions (experiment, version, title, definition, author, created_at)
                        VALUES (:name, :version, :title, :definition, :author, :at)""")
                .bind("name", version.name())
                .bind("version", version.version())
                .bind("title", version.title())
                .bind("definition", version.definition().compact())
                .bind("author", version.author())
                .bind("at", version.createdAt().toEpochMilli())
                .execute();
        return true;
    }

    private static ExperimentVersion read(ResultSet row) throws SQLException {
        return new ExperimentVersion(
                row.getString("name"),
                row.getString("owner"),
                row.getLong("version"),
                row.getString("title"),
                Columns.object(row, "definition"),
                row.getString("author"),
                Columns.moment(row, "created_at"));
    }
}
