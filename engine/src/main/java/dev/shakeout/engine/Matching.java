package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import java.util.regex.Pattern;

/** A search that ends: some expressions would try for years on a text that they nearly match. */
public record Matching(Pattern pattern) {
    /** The library recurses with the text, and this is enough for texts of some megabytes; only what is used is taken. */
    private static final long STACK_BYTES = 1L << 30;

    /** @throws BadValue when the search was given up */
    public boolean finds(String text) throws BadValue {
        var watched = new Limited(text, System.nanoTime() + Aside.LONGEST.toNanos());
        try {
            return pattern.matcher(watched).find();
        } catch (StackOverflowError _) {
            return new Aside("regex", STACK_BYTES)
                    .search(
                            () -> pattern.matcher(watched).find(),
                            _ -> "the text is too long for this expression; use a simpler one");
        }
    }

    /** The text, which whoever reads it too long is refused. */
    private static final class Limited implements CharSequence {
        private static final int READS_BETWEEN_LOOKS = 4096;
        private final String text;
        private final long deadline;
        private int reads;

        Limited(String text, long deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public char charAt(int index) {
            if (++reads % READS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline > 0) {
                throw new BadValue("given up after " + Aside.LONGEST.toSeconds()
                        + " s of trying; the expression repeats what repeats already, as (a+)+ does");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
