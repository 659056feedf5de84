package dev.shakeout.conformance.mutants;

import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every mistake that is told must be: for a person, and at a place that is in the text. */
final class Demands {
    private static final int LONGEST = 1_500;

    /** Words that are none for a person: a class of a program's, a line of a stack trace, an object that nobody described. */
    private static final Pattern OF_A_PROGRAM = Pattern.compile(
            "\\b(?:java|javax|jdk|tools|org|com(?!\\.example\\b)|dev)\\.\\w+\\.[\\w.$]+|\\bat [\\w.$]+\\([\\w.]+:\\d+\\)"
                    + "|(?:Exception|Error)\\b|Optional(?:\\[|\\.empty)|\\w@[0-9a-f]{6,8}\\b");

    /** One of these is in each of them; to look for these first takes a tenth of the time. */
    private static final List<String> SIGNS = List.of(".", "Exception", "Error", "Optional", "@");

    private Demands() {}

    /** What is wrong with what was told, if anything is. */
    static Optional<String> unmet(List<Problem> problems, Mutant mutant) {
        if (problems.isEmpty()) {
            return Optional.of("it is refused without a word");
        }
        String[] lines = mutant.text().split("\r\n|\r|\n", -1);
        return problems.stream()
                .flatMap(problem -> unmet(problem, mutant, lines).map(words -> words + ": " + problem).stream())
                .findFirst();
    }

    private static Optional<String> unmet(Problem problem, Mutant mutant, String[] lines) {
        Optional<String> place = problem.position()
                .map(position -> misplaced(position, mutant, lines))
                .orElse(Optional.of("a message without a place"));
        return place.or(() -> unfit(problem.message(), mutant));
    }

    private static Optional<String> misplaced(Position position, Mutant mutant, String[] lines) {
        if (!position.file().equals(mutant.file())) {
            return Optional.of("a place in another file");
        }
        boolean inside = position.line() >= 1
                && position.line() <= lines.length
                && position.column() >= 1
                && position.column() <= lines[position.line() - 1].length() + 1;
        return inside ? Optional.empty() : Optional.of("a place that is not in the text");
    }

    private static Optional<String> unfit(String message, Mutant mutant) {
        if (message.isBlank()) {
            return Optional.of("an empty message");
        }
        if (message.length() > LONGEST) {
            return Optional.of("a message of " + message.length() + " characters");
        }
        if (message.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a message that steers a terminal");
        }
        if (SIGNS.stream().noneMatch(message::contains)) {
            return Optional.empty();
        }
        var found = OF_A_PROGRAM.matcher(message);
        while (found.find()) {
            if (!mutant.text().contains(found.group())) { // what the file says itself may be quoted
                return Optional.of("words that are none for a person (" + found.group() + ")");
            }
        }
        return Optional.empty();
    }
}
