package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.dialects.policy.PolicyReader;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Policy;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy forbids does not happen, whichever way it is given; the refusal names the rule and its line. */
class PolicyTest {
    private Shakeout shakeout;
    private Victim victim;
    private Path work;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(folder);
        victim = Victim.sleeping(folder);
        shakeout.write("pause.yaml", experiment("process/pause", "{kind: process, pid: %d}".formatted(victim.pid())));
    }

    @AfterEach
    void end() {
        victim.close();
    }

    private static String experiment(String fault, String target) {
        return """
                title: a short sleep
                description: any
                method:
                  - type: action
                    name: freeze it
                    provider: {type: fault, fault: %s, duration: 200ms, target: %s}
                """.formatted(fault, target);
    }

    private Ended refused(String... arguments) throws IOException {
        Ended ended = shakeout.run(arguments);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(9);
        assertThat(victim.untouched()).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
        return ended;
    }

    private Ended behind(List<String> variables, String... arguments) throws IOException {
        var env = new ArrayList<>(List.of("env"));
        env.addAll(variables);
        return shakeout.startBehind(env, arguments).end();
    }

    private void policy(String rules) throws IOException {
        shakeout.write("shakeout-policy.yaml", "time-zone: UTC\neverywhere:\n" + rules.indent(2));
    }

    // ---- protected by nature

    @Test
    void theProcessesThatARunComesFromAreNeverHit() throws IOException {
        long parent = ProcessHandle.current().pid();
        shakeout.write("parent.yaml", experiment("process/kill", "{kind: process, pid: %d}".formatted(parent)));
        shakeout.write("first.yaml", experiment("process/kill", "{kind: process, pid: 1}"));

        assertThat(refused("run", "parent.yaml").out())
                .contains(
                        "all that matches pid " + parent + " is protected",
                        "this run, or what it was started from",
                        "parent.yaml:4:5");
        assertThat(refused("plan", "first.yaml").err()).contains("the first process of the system");
    }

    @Test
    void anSshDaemonIsLeftOutAndNamedInThePlan() throws Exception {
        Path program = work.resolve("sshd");
        Files.write(program, Files.readAllBytes(Path.of("/bin/sleep")));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process daemon = new ProcessBuilder(program.toString(), "600").start();
        try {
            shakeout.write(
                    "both.yaml",
                    experiment("process/pause", "{kind: process, mode: all, command-line: \"" + work + ".* 600\"}"));

            Ended plan = shakeout.run("plan", "both.yaml");

            assertThat(plan.status()).as(plan.toString()).isZero();
            assertThat(plan.out())
                    .contains("freeze it: 1 of 1 process (100%)")
                    .contains("protected an ssh daemon or one of its sessions: process sshd (pid " + daemon.pid() + ")")
                    .containsPattern("service +warning: " + victim.name() + ": every replica \\(1 of 1\\) is hit");
        } finally {
            daemon.destroyForcibly().waitFor();
        }
    }

    // ---- by a policy

    @Test
    void everyBrokenRuleIsNamedWithItsLine() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        policy("""
                blast-radius:
                  max-targets: 0
                  min-replicas: 1
                faults:
                  allow: [network/*]
                  deny:
                    - process/*
                windows: []
                freezes:
                  - {from: %s, to: %s, reason: the annual sale}
                approvals: {people: 1}
                feature-flag: {variable: CHAOS_ALLOWED}
                """.formatted(today.minusDays(1), today.plusDays(1)));

        Ended ended = refused("run", "pause.yaml");

        assertThat(ended.out())
                .contains("1 target would be hit, the policy allows 0 (shakeout-policy.yaml:4:5)")
                .contains("wants 1 left untouched (shakeout-policy.yaml:5:5)")
                .contains("process/pause is not among the faults that the policy allows: network/*"
                        + " (shakeout-policy.yaml:7:5)")
                .contains("process/pause is denied by the policy, which denies process/* (shakeout-policy.yaml:9:9)")
                .contains("no window is open at", "(shakeout-policy.yaml:10:3)")
                .contains("runs are frozen until", "the annual sale (shakeout-policy.yaml:12:7)")
                .contains("the approval of 1 person, there is that of none", "(shakeout-policy.yaml:13:3)")
                .contains("(variable CHAOS_ALLOWED): the variable is not set (shakeout-policy.yaml:14:3)");
        Journal journal = JournalReader.read("journal.json", Files.readString(work.resolve("journal.json")));
        assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(journal.reasons()).hasSize(8);
        assertThat(journal.injections()).isEmpty();
        assertThat(journal.environment()).containsEntry("policy", "shakeout-policy.yaml");
        assertThat(refused("plan", "pause.yaml").err().lines().filter(line -> line.contains("refused: ")))
                .hasSize(8);
    }

    @Test
    void whatThePolicyAllowsRuns() throws IOException {
        policy("""
                blast-radius: {max-targets: 1}
                faults: {allow: [process/*]}
                windows: [{days: mon-sun}]
                freezes: [{date: 2001-01-01}]
                """);

        Ended ended = shakeout.run("run", "pause.yaml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).contains("process/pause on process " + victim.name());
    }

    @Test
    void aProtectedProcessIsNotHitUnderAnyOfItsNames() throws IOException {
        policy("protected: [{kind: process, name: \"" + victim.name().substring(0, 6) + "*\"}]\n");

        assertThat(refused("run", "pause.yaml").out())
                .contains(
                        "all that matches pid " + victim.pid() + " is protected",
                        "the policy at" + " shakeout-policy.yaml:3:15");
    }

    // ---- which policy, which environment

    @Test
    void thePolicyIsFoundHereThenBesideTheExperimentThenInTheConfiguration() throws IOException {
        Path beside = Files.createDirectories(work.resolve("experiments"));
        Files.move(work.resolve("pause.yaml"), beside.resolve("pause.yaml"));
        Path config = Files.createDirectories(work.resolve("config/shakeout"));
        String deny = "everywhere: {faults: {deny: [process/pause]}}";
        Files.writeString(config.resolve("shakeout-policy.yaml"), deny);
        List<String> variables = List.of("XDG_CONFIG_HOME=" + work.resolve("config"));

        assertThat(behind(variables, "plan", "experiments/pause.yaml").err())
                .contains(config.resolve("shakeout-policy.yaml") + ":1:30");
        Files.writeString(beside.resolve("shakeout-policy.yaml"), deny);
        assertThat(behind(variables, "plan", "experiments/pause.yaml").err())
                .contains("experiments/shakeout-policy.yaml:1:30")
                .doesNotContain(config.toString());
        shakeout.write("shakeout-policy.yaml", "everywhere: {}");
        assertThat(behind(variables, "plan", "experiments/pause.yaml"))
                .satisfies(ended -> assertThat(ended.status()).isZero())
                .satisfies(ended -> assertThat(ended.out()).contains("policy: shakeout-policy.yaml"));
        shakeout.write("other.yaml", "\n" + deny);
        assertThat(behind(variables, "plan", "experiments/pause.yaml", "--policy", "other.yaml")
                        .err())
                .contains("other.yaml:2:30");
    }

    @Test
    void theEnvironmentIsThatOfTheCommandLineThenOfTheVariableThenThePolicysOwn() throws IOException {
        shakeout.write("shakeout-policy.yaml", """
                default-environment: staging
                environments:
                  staging:
                  production:
                    faults: {deny: [process/*]}
                """);

        assertThat(shakeout.run("plan", "pause.yaml").out()).contains("policy: staging of shakeout-policy.yaml");
        var production = List.of("SHAKEOUT_ENVIRONMENT=production");
        assertThat(behind(production, "plan", "pause.yaml").err())
                .contains("refused: in production: process/pause is denied by the policy");
        assertThat(behind(production, "plan", "pause.yaml", "--environment", "staging")
                        .status())
                .isZero();
        refused("run", "pause.yaml", "--environment", "production");
    }

    @Test
    void whatCannotBeDecidedIsAMistakeAndNotAPermission() throws IOException {
        assertThat(shakeout.run("run", "pause.yaml", "--environment", "production"))
                .as("no policy at all")
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains("there is no shakeout-policy.yaml"));
        shakeout.write("shakeout-policy.yaml", "environments: {staging: , production: }");
        assertThat(shakeout.run("run", "pause.yaml"))
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains("which environment is this?", "--environment"));
        assertThat(shakeout.run("plan", "pause.yaml", "--environment", "prod"))
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains("there is no environment 'prod'"));
        shakeout.write("shakeout-policy.yaml", "everywhere: {fault: {deny: [process/*]}}");
        assertThat(shakeout.run("plan", "pause.yaml"))
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err())
                        .contains("shakeout-policy.yaml:1:14: unknown key 'fault'", "did you mean 'faults'?"));
        assertThat(victim.untouched()).isTrue();
    }

    // ---- consent

    @Test
    void anApprovalCountsForThisVersionOfTheFileOnly() throws Exception {
        policy("approvals: {people: 1}");
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(work.resolve("pause.yaml"))));
        shakeout.write(
                "shakeout-approvals.yaml", """
                approvals:
                  - {experiment: a short sleep, sha256: %s, approver: ada, expires: %s}
                """.formatted(digest, Instant.now().plus(Duration.ofHours(1))));

        assertThat(shakeout.run("plan", "pause.yaml").status()).isZero();

        Files.writeString(work.resolve("pause.yaml"), "\n# changed", java.nio.file.StandardOpenOption.APPEND);
        assertThat(refused("run", "pause.yaml").out())
                .contains("that of ada is for another version of the file (shakeout-approvals.yaml:2:5)");
    }

    @Test
    void aFeatureFlagIsReadFromAVariableAFileAnAddressOrAService() throws IOException {
        policy("feature-flag: {variable: CHAOS}");
        assertThat(behind(List.of("CHAOS=true"), "plan", "pause.yaml").status()).isZero();
        assertThat(behind(List.of("CHAOS=no"), "plan", "pause.yaml").err()).contains("neither true nor false but 'no'");

        policy("feature-flag: {file: flags.json, key: chaos}");
        assertThat(refused("plan", "pause.yaml").err()).contains("there is no file flags.json");
        shakeout.write("flags.json", """
                {"flags": {"chaos": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}}""");
        assertThat(shakeout.run("plan", "pause.yaml").status()).isZero();

        var asked = new ArrayList<String>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            byte[] answer = (path.equals("/on") ? "true" : "{\"key\": \"chaos\", \"value\": false}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/gone") ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            policy("feature-flag: {url: \"" + address + "/on\"}");
            assertThat(shakeout.run("plan", "pause.yaml").status()).isZero();
            policy("feature-flag: {url: \"" + address + "/gone\"}");
            assertThat(refused("plan", "pause.yaml").err()).contains("answered with status 404");
            policy("feature-flag: {service: \"" + address + "\", key: chaos}");
            assertThat(refused("plan", "pause.yaml").err()).contains("flag 'chaos' of " + address + "): it is off");
        } finally {
            server.stop(0);
        }
        assertThat(asked).containsExactly("GET /on", "GET /gone", "POST /ofrep/v1/evaluate/flags/chaos");
        assertThat(refused("plan", "pause.yaml").err()).contains("cannot be read");
    }

    // ---- the example

    @Test
    void theExampleOfTheSampleSystemIsAPolicyOfThisInstallation() throws IOException {
        Path example = Path.of(System.getProperty("shakeout.home"), "examples/fks/shakeout-policy.yaml");

        Policy policy = PolicyReader.read(
                example.toString(),
                Files.readString(example),
                Catalog.installed().vocabulary());

        assertThat(policy.environments()).containsOnlyKeys("staging", "production");
        assertThat(policy.standard()).contains("staging");
        assertThat(policy.of("production"))
                .hasAtLeastOneElementOfType(Rule.Windows.class)
                .hasAtLeastOneElementOfType(Rule.Freeze.class)
                .hasAtLeastOneElementOfType(Rule.Approvals.class)
                .hasAtLeastOneElementOfType(Rule.FeatureFlag.class)
                .hasAtLeastOneElementOfType(Rule.KeepReplicas.class)
                .hasAtLeastOneElementOfType(Rule.Protect.class);
    }
}
