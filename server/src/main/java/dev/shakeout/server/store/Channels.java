package dev.shakeout.server.store;

import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Occasion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** All channels. */
public final class Channels {
    private final Handle handle;

    Channels(Handle handle) {
        this.handle = handle;
    }

    /** By name. */
    public List<Channel> all() {
        return handle.createQuery("SELECT * FROM channels ORDER BY name")
                .map((row, _) -> read(row))
                .list();
    }

    /**
     * By name.
     *
     * @param environments only those that are about one of them, as those for all environments are
     */
    public Page<Channel> page(Extent environments, Optional<String> after, int size) {
        var items = handle.createQuery("""
                        SELECT * FROM channels WHERE name > :after AND (environment = '' OR %s)
                        ORDER BY name LIMIT :limit""".formatted(Columns.in(environments, "environment")))
                .bind("after", after.orElse(""))
                .bindMap(Columns.bound(environments))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, Channel::name);
    }

    public Optional<Channel> find(String name) {
        return handle.createQuery("SELECT * FROM channels WHERE name = :name")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** @return false when there is one of this name */
    public boolean add(Channel first) {
        return bound(first, handle.createUpdate("""
                        INSERT INTO channels (name, version, environment, kind, target, place, sealed, occasions, verdicts, lead, must,
                            privately, author, changed_at)
                        VALUES (:name, :version, :environment, :kind, :target, :place, :sealed, :occasions, :verdicts, :lead, :must,
                            :privately, :author, :changed_at)
                        ON CONFLICT (name) DO NOTHING""")).execute() == 1;
    }

    /** @return false when it is not the version after the one that is stored */
    public boolean replace(Channel next) {
        return bound(next, handle.createUpdate("""
                        UPDATE channels SET version = :version, environment = :environment, kind = :kind, target = :target,
                            place = :place, sealed = :sealed, occasions = :occasions, verdicts = :verdicts, lead = :lead, must = :must,
                            privately = :privately, author = :author, changed_at = :changed_at
                        WHERE name = :name AND version = :version - 1""")).execute() == 1;
    }

    /** @return false when it has another version, or is not there */
    public boolean delete(String name, long version) {
        return handle.createUpdate("DELETE FROM channels WHERE name = :name AND version = :version")
                        .bind("name", name)
                        .bind("version", version)
                        .execute()
                == 1;
    }

    /** Encrypted anew, which is no new version of it. */
    public void seal(String name, String sealed) {
        handle.createUpdate("UPDATE channels SET sealed = :sealed WHERE name = :name")
                .bind("name", name)
                .bind("sealed", sealed)
                .execute();
    }

    private static Update bound(Channel channel, Update update) {
        Channel.Rules rules = channel.rules();
        return update.bind("name", channel.name())
                .bind("version", channel.version())
                .bind("environment", channel.environment().orElse(""))
                .bind("kind", channel.kind())
                .bind("target", channel.target().compact())
                .bind("place", channel.place())
                .bind("sealed", channel.sealed())
                .bind(
                        "occasions",
                        Columns.written(
                                rules.on().stream().sorted().map(Occasion::word).toList()))
                .bind(
                        "verdicts",
                        Columns.written(rules.verdicts().stream()
                                .sorted()
                                .map(Verdict::word)
                                .toList()))
                .bind("lead", rules.lead().toMillis())
                .bind("must", rules.must() ? 1 : 0)
                .bind("privately", rules.privately() ? 1 : 0)
                .bind("author", channel.author())
                .bind("changed_at", channel.changedAt().toEpochMilli());
    }

    private static Channel read(ResultSet row) throws SQLException {
        return new Channel(
                row.getString("name"),
                row.getLong("version"),
                Columns.maybeText(row, "environment"),
                row.getString("kind"),
                Columns.object(row, "target"),
                row.getString("place"),
                row.getString("sealed"),
                new Channel.Rules(
                        Columns.list(row, "occasions").stream()
                                .map(Occasion::ofWord)
                                .collect(Collectors.toSet()),
                        Columns.list(row, "verdicts").stream()
                                .map(Verdict::ofWord)
                                .collect(Collectors.toSet()),
                        Duration.ofMillis(row.getLong("lead")),
                        row.getLong("must") == 1,
                        row.getLong("privately") == 1),
                row.getString("author"),
                Columns.moment(row, "changed_at"));
    }
}
