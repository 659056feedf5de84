package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.model.BadValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Asks a person, at a terminal or through a pipe, until there is an answer that can be used. */
final class Questions {
    private static final Set<String> YES = Set.of("y", "yes");
    private static final Set<String> NO = Set.of("n", "no", "");

    private final Terminal terminal;
    private final BufferedReader answers;

    /** Nobody answers any more. */
    static final class Unanswered extends RuntimeException {
        Unanswered() {
            super("no answer");
        }
    }

    Questions(Terminal terminal) {
        this.terminal = terminal;
        this.answers = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
    }

    void say(String words) {
        terminal.print(terminal.style(words, Style.BLUE));
    }

    void heading(String words) {
        terminal.print(terminal.style(words, Style.GREEN));
    }

    void list(String line) {
        terminal.print(line);
    }

    void complain(String words) {
        terminal.err().println(terminal.style(words, Style.RED));
    }

    /** @throws Unanswered nobody answers */
    String text(String question) {
        return value(question, Optional.empty(), answer -> answer);
    }

    /** No unless the answer is yes, also when nobody answers any more. */
    boolean yes(String question) {
        while (true) {
            String answer = ask(question + " [y/N]").orElse("").strip().toLowerCase(Locale.ROOT);
            if (YES.contains(answer)) {
                return true;
            }
            if (NO.contains(answer)) {
                return false;
            }
            complain("Error: invalid input");
        }
    }

    int number(String question) {
        return value(question, Optional.empty(), answer -> {
            try {
                return Integer.parseInt(answer.strip());
            } catch (NumberFormatException _) {
                throw new BadValue("'" + answer + "' is not a valid integer.");
            }
        });
    }

    /**
     * Asks until the answer can be read.
     *
     * @param fallback what an empty answer means, in words; without it an empty answer is none
     * @param read gets the answer, or the fallback; throws {@link BadValue} for what cannot be used
     */
    <T> T value(String question, Optional<String> fallback, Function<String, T> read) {
        String shown = question
                + fallback.filter(words -> !words.isEmpty())
                        .map(words -> " [" + words + "]")
                        .orElse("");
        while (true) {
            String answer = ask(shown).orElseThrow(Unanswered::new);
            if (answer.isEmpty() && fallback.isEmpty()) {
                continue;
            }
            try {
                return read.apply(answer.isEmpty() ? fallback.get() : answer);
            } catch (BadValue e) {
                complain("Error: " + e.getMessage());
            }
        }
    }

    private Optional<String> ask(String question) {
        terminal.out().print(terminal.style(question, Style.GREEN) + ": ");
        terminal.out().flush();
        try {
            Optional<String> answer = Optional.ofNullable(answers.readLine());
            if (answer.isEmpty() || !terminal.live()) {
                terminal.out().println(); // what is typed at a terminal ends the line itself
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
