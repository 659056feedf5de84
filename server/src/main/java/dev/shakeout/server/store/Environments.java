package dev.shakeout.server.store;

import dev.shakeout.model.Json;
import dev.shakeout.model.Rule.FlagSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All environments. */
public final class Environments {
    private final Handle handle;

    Environments(Handle handle) {
        this.handle = handle;
    }

    public List<Environment> all() {
        return handle.createQuery("SELECT * FROM environments ORDER BY name")
                .map((row, _) -> read(row))
                .list();
    }

    public Optional<Environment> find(String name) {
        return handle.createQuery("SELECT * FROM environments WHERE name = :name")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** @return false when there is one of this name */
    public boolean add(Environment environment) {
        return handle.createUpdate("""
                        INSERT INTO environments (name, description, policy, flag, version, changed_at)
                        VALUES (:name, :description, :policy, :flag, :version, :changed_at)
                        ON CONFLICT (name) DO NOTHING""")
                        .bind("name", environment.name())
                        .bind("description", environment.description())
                        .bind("policy", environment.policy())
                        .bind("flag", written(environment.flag()))
                        .bind("version", environment.version())
                        .bind("changed_at", environment.changedAt().toEpochMilli())
                        .execute()
                == 1;
    }

    /** @return false when it is not the version after the one that is stored */
    public boolean replace(Environment environment) {
        return handle.createUpdate("""
                        UPDATE environments SET description = :description, policy = :policy, flag = :flag,
                            version = :version, changed_at = :changed_at
                        WHERE name = :name AND version = :version - 1""")
                        .bind("name", environment.name())
                        .bind("description", environment.description())
                        .bind("policy", environment.policy())
                        .bind("flag", written(environment.flag()))
                        .bind("version", environment.version())
                        .bind("changed_at", environment.changedAt().toEpochMilli())
                        .execute()
                == 1;
    }

    private static String written(Optional<FlagSource> flag) {
        return flag.map(FlagJson::of).map(Json.Obj::compact).orElse("");
    }

    private static Environment read(ResultSet row) throws SQLException {
        Optional<FlagSource> flag = row.getString("flag").isEmpty()
                ? Optional.empty()
                : Optional.of(FlagJson.read(Columns.object(row, "flag")));
        return new Environment(
                row.getString("name"),
                row.getString("description"),
                row.getString("policy"),
                flag,
                row.getLong("version"),
                Columns.moment(row, "changed_at"));
    }
}
