package dev.shakeout.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a call is found before it is made, in Chaos Toolkit's words. */
class ChecksTest {
    private UserPython python;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        python = UserPython.in(folder)
                .with("mine", """
                        class Thing:
                            pass

                        def both(a, b=1, *, configuration, secrets):
                            pass

                        def anything(**values):
                            pass

                        def first(a, /):
                            pass
                        """)
                .with("broken", "raise ValueError('not today')\n")
                .with("needs", "import no_such_package\n")
                .with("leaves", "import sys; sys.exit(4)\n")
                .with("dies", "import os; os._exit(4)\n");
    }

    @AfterEach
    void close() {
        python.close();
    }

    private Optional<Misfit> misfit(String module, String func, Object... arguments) {
        return new PythonProbe()
                .check(
                        UserPython.arguments("module", module, "func", func, "arguments", Json.object(arguments)),
                        python.machine());
    }

    @Test
    void nothingIsWrongWithWhatFits() {
        assertThat(misfit("mine", "both", "a", 1)).isEmpty();
        assertThat(misfit("mine", "both", "a", 1, "b", Json.Null.NULL)).isEmpty();
        assertThat(misfit("mine", "anything", "x", 1, "y", 2)).isEmpty();
        assertThat(misfit("os", "getcwd")).isEmpty();
        assertThat(misfit("os.path", "exists", "path", "/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, f, module, could not find Python module 'nowhere'; install it for",
        "mine.deeper, f, module, could not find Python module 'mine.deeper'",
        "needs, f, module, could not find Python module 'needs': No module named 'no_such_package'",
        "broken, f, module, Python module 'broken' cannot be imported: ValueError: not today",
        "leaves, f, module, Python module 'leaves' cannot be imported: SystemExit: 4",
        "dies, f, module, ended by itself with status 4",
        "mine, nothing, func, The python module 'mine' does not expose a function called 'nothing'",
        "mine, Thing, func, The python module 'mine' does not expose a function called 'Thing'",
        "mine, both, arguments, required argument 'a' is missing; the function is mine.both(a",
    })
    void whatIsWrongIsSaidOfTheRightKey(String module, String func, String parameter, String words) {
        Misfit misfit = misfit(module, func).orElseThrow();
        assertThat(misfit.parameter()).isEqualTo(parameter);
        assertThat(misfit.words()).contains(words);
    }

    @Test
    void argumentsThatTheFunctionDoesNotTakeAreNamed() {
        assertThat(misfit("mine", "both", "a", 1, "c", 2).orElseThrow().words())
                .contains("argument 'c' is not part of the function signature");
        assertThat(misfit("mine", "first", "a", 1)).isPresent();
    }

    @Test
    void oneThatIsMissingAltogetherIsToldOnce(@TempDir Path empty) {
        var machine = UserPython.machine(System.getenv());
        PythonSide.use(empty.resolve("python").toString(), machine);
        var call = UserPython.arguments("module", "mine", "func", "both");
        var other = UserPython.arguments("module", "mine", "func", "other");
        assertThat(new PythonProbe().check(call, machine).orElseThrow().words())
                .contains("is no program that can be started");
        assertThat(new PythonProbe().check(other, machine)).isEmpty();
    }
}
