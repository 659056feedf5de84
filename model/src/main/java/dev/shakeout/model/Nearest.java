package dev.shakeout.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the valid name that a mistyped one was likely meant to be. */
public final class Nearest {
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The closest valid name, if it is close enough to be what was meant. */
    public static Optional<String> to(String typed, Collection<String> valid) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        return valid.stream()
                .filter(name -> Math.abs(typed.length() - name.length()) <= most(typed, name))
                .map(name -> new Near(name, distance(typed, name)))
                .filter(near -> near.distance <= most(typed, near.name))
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    private record Near(String name, int distance) {}

    /** How many edits a slip of the fingers may be. */
    private static int most(String typed, String name) {
        return Math.max(1, Math.min(typed.length(), name.length()) / 3);
    }

    /** "; did you mean 'x'?" or nothing. */
    public static String suggestion(String typed, Collection<String> valid) {
        return to(typed, valid).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** Edits between two words, where swapping neighbours counts as one (optimal string alignment). */
    private static int distance(String a, String b) {
        int start = 0;
        int most = Math.min(a.length(), b.length());
        while (start < most && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0; // what both end with costs nothing either, and names of one file often differ in little
        while (end < most - start && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return between(a.substring(start, a.length() - end), b.substring(start, b.length() - end));
    }

    private static int between(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
