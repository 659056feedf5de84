package dev.shakeout.conformance.mutants;

import dev.shakeout.cli.InThisProcess;
import dev.shakeout.cli.InThisProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The other files that a command reads: policies, settings, variables. Whatever is wrong with one is told in words. */
class OtherFilesMutantsTest {
    /** A file, and the command that reads it. */
    enum Kind {
        POLICY("""
                time-zone: Europe/Berlin
                default-environment: staging
                everywhere:
                  protected:
                    - {kind: process, name: "postgres*"}
                environments:
                  staging:
                    blast-radius: {max-targets: 4}
                    faults: {allow: [network/*, process/*, cpu/load]}
                    freezes: [{days: fri, from: 16:00, to: 24:00, reason: nobody is here to look}]
                  production:
                    blast-radius: {max-targets: 1, max-percent: 50, min-replicas: 1}
                    faults: {allow: [network/delay, process/kill]}
                    protected: [{kind: process, name: fks_data}, {kind: process, port: 5432}]
                    windows: [{days: mon-thu, from: 10:00, to: 16:00}, {cron: "0 22 * * sat", duration: 2h}]
                    freezes: [{from: 2026-12-18, to: 2027-01-04, reason: year end}, {cron: "0 0 1 * *", duration: 24h}]
                    approvals: {people: 2}
                    feature-flag: {file: flags.json, key: chaos-in-production}
                """) {
            @Override
            List<String> command(Path file, Path fine) {
                return List.of("plan", fine.toString(), "--policy", file.toString());
            }
        },
        SETTINGS("""
                auths:
                  example.com:8443: {type: bearer, value: abcdef}
                runtime:
                  hypothesis: {strategy: continuously}
                  rollbacks: {strategy: always}
                dates: [2026-01-31, 2026-01-31T10:00:00Z, yes, 0o17, 1_000, 1:30]
                controls:
                  one: {provider: {type: python, module: os}}
                """) {
            @Override
            List<String> command(Path file, Path fine) {
                return List.of("--settings", file.toString(), "validate", fine.toString());
            }
        },
        VARIABLES("""
                configuration:
                  a: {type: env, key: PATH, default: b, env_var_type: json}
                  b: 7
                secrets:
                  shop: {token: abcdef, path: {type: env, key: PATH}, deep: {list: [1, 2]}}
                """) {
            @Override
            List<String> command(Path file, Path fine) {
                return List.of("plan", fine.toString(), "--var-file", file.toString());
            }
        };

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        abstract List<String> command(Path file, Path fine);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverIsWrongIsToldInWords(Kind kind, @TempDir Path work) throws IOException, InterruptedException {
        var command = new InThisProcess(work);
        Path fine = Files.writeString(work.resolve("fine.yaml"), "title: t\ndescription: d\nmethod: []\n");
        Mutants mutants = Mutants.of(Files.writeString(work.resolve("seed.yaml"), kind.text), Chosen.SEED);

        String told = new Inspection(mutants, mutant -> {
                    Path folder = Files.createDirectories(work.resolve(String.valueOf(mutant.index())));
                    Path file = Files.writeString(folder.resolve(mutant.file()), mutant.onDisk());
                    return unfit(command.run(kind.command(file, fine).toArray(String[]::new)));
                })
                .of(Chosen.many(1_000));

        System.err.println("OtherFilesMutantsTest: " + kind + ": " + told);
    }

    private static Optional<String> unfit(Ended ended) {
        boolean good = ended.status() == 0 && ended.err().isEmpty();
        boolean refused = (ended.status() == 2 || ended.status() == 9)
                && !ended.err().isBlank()
                && !ended.err().contains("\tat ");
        return good || refused
                ? Optional.empty()
                : Optional.of("status " + ended.status() + ", complained: " + ended.err());
    }
}
