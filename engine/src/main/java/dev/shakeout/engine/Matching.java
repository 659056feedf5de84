package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;

/** A search that ends: some expressions would try for years on a text that they nearly match. */
public record Matching(Pattern pattern) {
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** The library recurses with the text, and this is enough for texts of some megabytes; only what is used is taken. */
    private static final long STACK_BYTES = 1L << 30;

    /** @throws BadValue when the search was given up */
    public boolean finds(String text) throws BadValue {
        var watched = new Limited(text, System.nanoTime() + LONGEST.toNanos());
        try {
            return pattern.matcher(watched).find();
        } catch (StackOverflowError _) {
            return withRoom(watched);
        }
    }

    private boolean withRoom(CharSequence text) {
        var search = new FutureTask<>(() -> pattern.matcher(text).find());
        Thread.ofPlatform().daemon().name("regex").stackSize(STACK_BYTES).start(search);
        try {
            return search.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadValue given) {
                throw given;
            }
            throw new BadValue("the text is too long for this expression; use a simpler one");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BadValue("the search was stopped");
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
                throw new BadValue("given up after " + LONGEST.toSeconds()
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
