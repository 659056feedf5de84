package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments whose activities are functions of the user's own Python. */
class PythonTest {
    private Shakeout shakeout;
    private String python;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        python = OwnPython.in(work);
        shakeout.write("shop.py", """
                import os

                stock = {"apples": 3}

                def count(of):
                    return stock[of]

                def sell(of, secrets, configuration, how_many=1):
                    assert secrets == {"token": "marker-5f1e"}, secrets
                    print("selling", of)
                    stock[of] -= how_many
                    return {"left": stock[of], "by": configuration["user"], "pid": os.getpid()}

                def refuse(token):
                    raise RuntimeError("refused: " + token)

                def pid():
                    return os.getpid()
                """);
    }

    private static final String EXPERIMENT = """
            title: shop
            description: apples are sold
            configuration:
              user: {type: env, key: NO_SUCH_USER, default: ada}
            secrets:
              till: {token: marker-5f1e}
            steady-state-hypothesis:
              title: there are apples
              probes:
                - {type: probe, name: apples, tolerance: [1, 3],
                   provider: {type: python, module: shop, func: count, arguments: {of: apples}}}
            method:
              - {type: action, name: sell one, provider: {type: python, module: shop, func: sell, secrets: [till],
                 arguments: {of: apples}}}
              - {type: probe, name: which, background: true, provider: {type: python, module: shop, func: pid}}
              %s
            rollbacks:
              - {type: action, name: last look, provider: {type: python, module: shop, func: pid}}
            """;

    private static final String REFUSE = """
            - {type: action, name: refuse, provider: {type: python, module: shop, func: refuse,
                 arguments: {token: "${token}"}}}""";

    @Test
    void aRunCallsFunctionsInOneProcessThatIsGoneAfterwards() throws Exception {
        shakeout.write("shop.yaml", EXPERIMENT.formatted(""));
        Ended ended = shakeout.run("run", "shop.yaml", "--python", python, "--journal-path", "journal.json");
        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).contains("python: selling apples");

        Json.Obj journal = journal();
        assertThat(text(journal, "status")).isEqualTo("completed");
        Json.Obj sold = object(ran(journal, "run", "sell one"), "output");
        assertThat(text(sold, "left")).isEqualTo("2");
        assertThat(text(sold, "by")).isEqualTo("ada");
        String pid = text(sold, "pid");
        assertThat(text(ran(journal, "run", "which"), "output")).isEqualTo(pid);
        assertThat(text(ran(journal, "rollbacks", "last look"), "output")).isEqualTo(pid);
        assertThat(text(object(object(journal, "steady_states"), "after"), "steady_state_met"))
                .isEqualTo("true");
        assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void anExceptionIsInTheJournalAsChaosToolkitWritesItAndSecretsAreNowhere() throws Exception {
        shakeout.write("shop.yaml", EXPERIMENT.formatted(REFUSE));
        Ended ended = shakeout.run(
                "run",
                "shop.yaml",
                "--python",
                python,
                "--journal-path",
                "journal.json",
                "--report",
                "report.html",
                "--report",
                "report.md");
        assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(7);

        Json.Obj refused = ran(journal(), "run", "refuse");
        assertThat(text(refused, "status")).isEqualTo("failed");
        assertThat(refused.get("output")).contains(Json.Null.NULL);
        List<Json> exception = ((Json.Arr) refused.get("exception").orElseThrow()).items();
        assertThat(exception.getLast())
                .isEqualTo(Json.of("chaoslib.exceptions.ActivityFailed: RuntimeError: refused: •••\n"));
        assertThat(exception.getFirst()).isEqualTo(Json.of("Traceback (most recent call last):\n"));
        for (String file : List.of("journal.json", "report.html", "report.md")) {
            assertThat(Files.readString(shakeout.work().resolve(file))).doesNotContain("marker-5f1e");
        }
        assertThat(ended.out() + ended.err()).doesNotContain("marker-5f1e").contains("refused: •••");
        Ended planned = shakeout.run("plan", "shop.yaml");
        assertThat(planned.out() + planned.err()).doesNotContain("marker-5f1e");
    }

    @Test
    void mistakesAreFoundBeforeAnythingRunsEachInItsPlace() throws Exception {
        shakeout.write("wrong.yaml", """
                title: wrong
                description: nothing of it fits
                method:
                - {type: action, name: a, provider: {type: python, module: no_shop, func: sell}}
                - {type: action, name: b, provider: {type: python, module: shop, func: sel}}
                - {type: action, name: c, provider: {type: python, module: shop, func: count, arguments: {off: 1, of: 2}}}
                - {type: action, name: d, provider: {type: python, module: shop, func: count, arguments: 3}}
                """);
        for (String command : List.of("validate", "run")) {
            Ended ended = shakeout.run(command, "wrong.yaml", "--python", python);
            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.err().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("wrong.yaml:4:60: could not find Python module 'no_shop'"),
                            line -> assertThat(line)
                                    .startsWith("wrong.yaml:5:72: The python module 'shop' does not expose a function"
                                            + " called 'sel'"),
                            line -> assertThat(line)
                                    .startsWith(
                                            "wrong.yaml:6:90: argument 'off' is not part of the function signature"),
                            line -> assertThat(line).startsWith("wrong.yaml:7:90: arguments: found a number where an"));
        }
    }

    private Json.Obj journal() throws IOException {
        return (Json.Obj)
                JsonReader.read("journal.json", Files.readString(shakeout.work().resolve("journal.json")));
    }

    private static Json.Obj ran(Json.Obj journal, String list, String name) {
        return ((Json.Arr) journal.get(list).orElseThrow())
                .items().stream()
                        .map(Json.Obj.class::cast)
                        .filter(run -> text(object(run, "activity"), "name").equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static Json.Obj object(Json.Obj object, String key) {
        return (Json.Obj) object.get(key).orElseThrow();
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).orElseThrow().text();
    }
}
