package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Help, in this JVM: nothing of it depends on a process of its own. */
class HelpTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    static Stream<String> commands() {
        return Commands.all().stream()
                .flatMap(command -> Stream.concat(
                        Stream.of(command.name()),
                        command.commands().stream().map(inner -> command.name() + " " + inner.name())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandShowsAnExampleThatItUnderstandsItself(String name) {
        assertThat(run((name + " --help").split(" "))).isZero();

        assertThat(text()).contains("Usage: shakeout " + name, "Example:");
        String example = text().lines()
                .dropWhile(line -> !line.startsWith("Example:"))
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip();
        assertThat(example).contains("shakeout " + name);
        String arguments = example.replaceFirst(".*shakeout " + name, name).replace(")", "");
        new CommandTree(Commands.all())
                .commandLine()
                .parseArgs(arguments.split(" ")); // throws what a user would be told
    }

    @Test
    void theHelpOfAllNamesEveryCommandAndExitStatus() {
        assertThat(run("--help")).isZero();

        assertThat(text())
                .contains(Commands.all().stream().map(Command::name).toList())
                .contains("0 passed", "9 refused", "--log-file=FILE", "--settings=FILE");
    }

    private int run(String... arguments) {
        var out = new PrintStream(written, true, StandardCharsets.UTF_8);
        return Main.run(List.of(arguments), new Terminal(out, out, false, false, Map.of()));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
