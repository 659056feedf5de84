package dev.shakeout.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterTest {
    @TempDir
    Path folder;

    private Path program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Program.script(file, "#!/bin/sh\n" + text + "\n");
    }

    @Test
    void theNamedOneWinsThenTheVirtualEnvironmentThenPython3ThenPython() throws Exception {
        Path named = program("own/py", "");
        Path virtual = program("venv/bin/python", "");
        Path three = program("path/python3", "");
        program("path/python", "");
        var environment = Map.of("PATH", folder + "/path", "VIRTUAL_ENV", folder + "/venv");
        assertThat(Interpreter.find(UserPython.machine(environment), Optional.of(named.toString())))
                .isEqualTo(named);
        assertThat(Interpreter.find(UserPython.machine(environment), Optional.of("python3")))
                .isEqualTo(three);
        assertThat(Interpreter.find(UserPython.machine(environment), Optional.empty()))
                .isEqualTo(virtual);
        var withoutVirtual = Map.of("PATH", folder + "/path", "VIRTUAL_ENV", folder + "/gone");
        assertThat(Interpreter.find(UserPython.machine(withoutVirtual), Optional.empty()))
                .isEqualTo(three);
    }

    @Test
    void pythonWillDoWhereThereIsNoPython3() throws Exception {
        Path plain = program("path/python", "");
        Machine machine = UserPython.machine(Map.of("PATH", folder + "/path"));
        machine.facts().put("tool:python3", Optional.empty()); // the system's own folders are searched too
        assertThat(Interpreter.find(machine, Optional.empty())).isEqualTo(plain);
    }

    @Test
    void noneAtAllIsToldWithWhatToDo() {
        Machine machine = UserPython.machine(Map.of());
        machine.facts().put("tool:python3", Optional.empty());
        machine.facts().put("tool:python", Optional.empty());
        assertThatThrownBy(() -> Interpreter.find(machine, Optional.empty()))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("install python3, 3.8 or newer")
                .hasMessageContaining("--python");
    }

    @Test
    void oneThatDoesNotStartIsToldWithWhatItSaid() throws Exception {
        Path broken = program("broken", "echo 'needs a newer world' >&2; exit 3");
        try (var side = new PythonSide(UserPython.machine(System.getenv()), Optional.of(broken.toString()), _ -> {})) {
            assertThatThrownBy(() -> side.ask(dev.shakeout.model.Json.object("do", "call"), "a.b", Optional.empty()))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining(broken.toString())
                    .hasMessageContaining("ended by itself with status 3; the last it wrote: needs a newer world");
            Files.delete(broken);
            assertThatThrownBy(() -> side.discover("a", "probe"))
                    .as("is not tried again")
                    .hasMessageContaining("needs a newer world");
        }
    }
}
