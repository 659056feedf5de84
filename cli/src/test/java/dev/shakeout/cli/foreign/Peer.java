package dev.shakeout.cli.foreign;

import java.util.Optional;
import java.util.regex.Pattern;

/** The other ends that files name. */
final class Peer {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+(/\\d+)?");

    private Peer() {}

    /** One address of theirs. */
    static String address(String name) {
        if (!LITERAL.matcher(name).matches()) {
            return World.ANYBODY;
        }
        String net = name.replaceFirst("/.*", "");
        return name.contains("/") && !name.endsWith("/32") ? net.replaceFirst("\\d+$", "9") : net;
    }

    /** The addresses that are theirs alone; none of those of everybody. */
    static Optional<String> net(String name) {
        return Optional.of(name).filter(net -> LITERAL.matcher(net).matches() && !net.endsWith("/0"));
    }

    static boolean isName(String name) {
        return !LITERAL.matcher(name).matches() && name.contains(".") && !name.contains(":");
    }
}
