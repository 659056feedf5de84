package dev.shakeout.engine;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Members that are passed over while JSON is read, so that a long list of which little is needed takes little memory.
 *
 * @param here names of members that are left out
 * @param below what is left out within others
 */
public record Omitted(Set<String> here, Map<String, Omitted> below) {
    public static final Omitted NOTHING = new Omitted(Set.of(), Map.of());

    /** @param paths names with dots between, such as metadata.managedFields; a list has the path of what is in it */
    public static Omitted of(String... paths) {
        return of(Stream.of(paths).toList());
    }

    private static Omitted of(Collection<String> paths) {
        return new Omitted(
                paths.stream().filter(path -> !path.contains(".")).collect(Collectors.toSet()),
                paths.stream()
                        .filter(path -> path.contains("."))
                        .collect(Collectors.groupingBy(
                                path -> path.substring(0, path.indexOf('.')),
                                Collectors.mapping(
                                        path -> path.substring(path.indexOf('.') + 1),
                                        Collectors.collectingAndThen(Collectors.toSet(), Omitted::of)))));
    }

    Omitted within(String name) {
        return below.getOrDefault(name, NOTHING);
    }
}
