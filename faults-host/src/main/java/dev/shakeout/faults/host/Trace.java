package dev.shakeout.faults.host;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the steps of a run name. A fault is data, so what it may have changed can be read from it: what carries one of its
 * tokens, and what a step calls by name, such as a device, a sysctl or a file. All else that changes on a host meanwhile
 * is somebody else's doing.
 */
record Trace(Set<String> words, Set<Token> tokens, Set<Path> paths) {
    static final Trace NONE = new Trace(Set.of(), Set.of(), Set.of());

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\w.-]+");
    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[^\\w.:-]+");
    private static final Pattern PATH = Pattern.compile("(?<![\\w.*?\\])}/-])/[\\w.@:+/-]*\\w");
    /** Of nftables: its family, which is ip when it is not given, and its name. */
    private static final Pattern TABLE =
            Pattern.compile("\\btable\\s+(?:(ip|ip6|inet|arp|bridge|netdev)\\s+)?([\\w-]+)");

    private static final Pattern SYSCTL = Pattern.compile("(?:/proc/sys/)?((?:net|kernel|vm|fs)[./][\\w./-]*\\w)");

    static Trace of(Collection<Step> steps) {
        var words = new HashSet<String>();
        var tokens = new HashSet<Token>();
        var paths = new TreeSet<Path>();
        for (Step step : steps) {
            var texts = new ArrayList<>(step.change().argv());
            step.undo().map(Inverse::argv).ifPresent(texts::addAll);
            for (String text : texts) {
                words.add(text);
                words.addAll(List.of(BETWEEN_WORDS.split(text)));
                words.addAll(List.of(BETWEEN_ADDRESSES.split(text)));
                SYSCTL.matcher(text)
                        .results()
                        .forEach(key -> words.add(key.group(1).replace('/', '.')));
                tokens.addAll(Token.in(text));
                paths.addAll(pathsIn(text));
            }
            TABLE.matcher(String.join(" ", texts))
                    .results()
                    .forEach(table ->
                            words.add(Optional.ofNullable(table.group(1)).orElse("ip") + " " + table.group(2)));
            if (words.contains("address")) {
                words.add("addr");
            }
        }
        return new Trace(words, tokens, paths);
    }

    /** An argument may be a path with any character in it; within a script only plain ones can be told. */
    private static Set<Path> pathsIn(String text) {
        var found = new HashSet<String>();
        if (text.startsWith("/") && text.indexOf('\0') < 0) {
            found.add(text);
        }
        if (found.isEmpty() || text.indexOf(' ') >= 0) {
            PATH.matcher(text).results().forEach(path -> found.add(path.group()));
        }
        return found.stream().map(path -> Path.of(path).normalize()).collect(Collectors.toSet());
    }

    /** Sysctls by their name with dots. */
    Set<String> sysctls() {
        return words.stream()
                .filter(word -> SYSCTL.matcher(word).matches() && word.indexOf('/') < 0)
                .collect(Collectors.toSet());
    }

    boolean names(Fact fact) {
        Set<Token> own = Token.in(fact.slot() + " " + fact.value());
        return own.isEmpty() ? words.containsAll(fact.keys()) : own.stream().anyMatch(tokens::contains);
    }
}
