package dev.shakeout.server.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What somebody may do where: the one thing by which all is decided.
 *
 * @param everywhere in all environments, and in what belongs to none
 * @param by role in single environments, in addition to that
 */
public record Grants(Optional<Role> everywhere, Map<String, Role> by) {
    public static final Grants NONE = new Grants(Optional.empty(), Map.of());

    public Grants {
        by = Map.copyOf(by);
    }

    /** @param environment the only one; empty for all of them */
    public static Grants of(Role role, Optional<String> environment) {
        return environment
                .map(name -> new Grants(Optional.empty(), Map.of(name, role)))
                .orElseGet(() -> new Grants(Optional.of(role), Map.of()));
    }

    /** The same and another one. */
    public Grants and(Role role, Optional<String> environment) {
        if (environment.isEmpty()) {
            return new Grants(
                    Optional.of(everywhere.filter(had -> had.covers(role)).orElse(role)), by);
        }
        var more = new HashMap<>(by);
        more.merge(environment.get(), role, (had, got) -> had.covers(got) ? had : got);
        return new Grants(everywhere, more);
    }

    /** Whether it is enough in an environment; in all of them when that is empty. */
    public boolean covers(Role needed, Optional<String> environment) {
        return where(needed).covers(environment);
    }

    /** Where it is enough. */
    public Extent where(Role needed) {
        return everywhere.filter(role -> role.covers(needed)).isPresent()
                ? Extent.ALL
                : Extent.of(by.entrySet().stream()
                        .filter(each -> each.getValue().covers(needed))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** What is left of it where no more than a role counts, and no more than one environment; all of them when that is empty. */
    public Grants within(Role most, Optional<String> environment) {
        if (environment.isPresent()) {
            return in(environment.get())
                    .map(role -> of(lesser(role, most), environment))
                    .orElse(NONE);
        }
        var less = new HashMap<String, Role>();
        by.forEach((name, role) -> less.put(name, lesser(role, most)));
        return new Grants(everywhere.map(role -> lesser(role, most)), less);
    }

    private Optional<Role> in(String environment) {
        Optional<Role> there = Optional.ofNullable(by.get(environment));
        return there.filter(
                        role -> everywhere.filter(other -> other.covers(role)).isEmpty())
                .or(() -> everywhere);
    }

    private static Role lesser(Role one, Role other) {
        return one.covers(other) ? other : one;
    }

    /** For a person: "viewer in all environments and approver in staging". */
    public String words() {
        List<String> words = new ArrayList<>();
        everywhere.ifPresent(role -> words.add(role.word() + " in all environments"));
        new TreeMap<>(by).forEach((name, role) -> words.add(role.word() + " in " + name));
        return words.isEmpty() ? "no role anywhere" : String.join(" and ", words);
    }
}
