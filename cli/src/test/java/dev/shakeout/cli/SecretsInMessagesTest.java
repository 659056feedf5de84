package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nor does a secret leave the command by what is told before a run begins, or told to others. */
class SecretsInMessagesTest extends SecretsEverywhere {
    @Test
    void aPlanShowsNone() throws IOException {
        shakeout.write("faults.yaml", experiment("""
                method:
                  - {type: action, name: pause, provider: {type: fault, fault: process/pause, target: {kind: process, name: "${word}"}, duration: 1s}}
                  - {type: action, name: by its line, provider: {type: fault, fault: process/pause, target: {kind: process, command-line: "${vaultGroupWord}"}, duration: 1s}}
                safety:
                  halt-when:
                    - {name: it says so, probe: {provider: {type: process, path: echo}}, tolerance: {type: regex, target: stdout, pattern: "${own}"}}
                """));
        shakeout.write("guarded.yaml", experiment("""
                method: []
                safety:
                  probes:
                    - {name: said, provider: {type: process, path: echo}}
                  halt-when:
                    - {name: it says so, when: "probes['said'].stdout == '${own}'"}
                """));
        var given = everythingSoFar();

        Ended none = run(List.of(), "plan", "faults.yaml", List.of());
        Ended some = run(List.of(), "plan", "guarded.yaml", List.of());

        assertThat(none.err()).contains("no process matches name •••", "command-line •••");
        assertThat(some.out()).as(some.err()).contains("with ${word}, ••• and •••", "•••");
        nothingIsSeen(given);
    }

    @Test
    void whatIsWrongWithAFileIsToldWithoutThem() throws IOException {
        shakeout.write("wrong.yaml", experiment("""
                method:
                  - {type: probe, name: a, provider: {type: http, url: "${word}", timeout: "x ${own}"}}
                  - {type: probe, name: b, provider: {type: "${password}", path: "${nested}"}}
                  - {type: probe, name: c, tolerance: {type: jsonpath, path: "${vaultGroupWord}"}, provider: {type: tcp, host: h, port: "${token}"}}
                  - {type: probe, name: d, tolerance: {type: regex, pattern: "(${dot}"}, provider: {type: load, url: "http://h/", rate: "${found}"}}
                """));
        var given = everythingSoFar();

        Ended ours = run(List.of("--log-file", "run.log"), "run", "wrong.yaml", files());
        Ended theirs = run(
                List.of(),
                "run",
                "wrong.yaml",
                Stream.concat(files().stream(), Stream.of("--compat", "chaostoolkit"))
                        .toList());

        assertThat(ours.err())
                .contains("timeout: 'x •••' is not", "url: '•••' is not", "port: ••• is not", "rate: '•••'");
        assertThat(ours.status()).isEqualTo(2);
        assertThat(theirs.err()).contains("•••");
        given = Stream.concat(
                        given.stream(),
                        Stream.of("vars.yaml", "more.env", "vars2.yaml").map(work::resolve))
                .collect(Collectors.toSet());
        nothingIsSeen(given);
    }

    @Test
    void aVaultThatRefusesAndAProbeThatFailsTellNone() throws IOException {
        server.page(
                "/v1/team/shop/db",
                "application/json",
                "{\"data\": {\"password\": %s}}"
                        .formatted(Json.of(markers.of("first")).compact()));
        environment.put("VAULT_TOKEN", markers.plain("vaultToken"));
        shakeout.write("vault.yaml", """
                title: t
                description: d
                configuration:
                  vault_addr: URL/
                  vault_token: {type: env, key: VAULT_TOKEN}
                  vault_kv_version: 1
                  vault_secrets_mount_point: team
                  failed: {type: probe, name: f, provider: {type: process, path: sh, arguments: [-c, 'echo "$1" >&2; exit 1', sh, "${password}"]}}
                  refused: {type: probe, name: g, provider: {type: http, url: "http://127.0.0.1:1/?${password}"}}
                  raised: {type: probe, name: h, provider: {type: python, module: own, func: fail, arguments: {value: "${password}"}}}
                secrets:
                  shop: {password: {type: vault, path: shop/db, key: password}}
                  gone: {type: vault, path: "${password}/nothing", key: none}
                method: []
                """.replace(
                        "URL", server.url().replace("http://", "http://user:" + markers.plain("vaultUser") + "@")));
        var given = everythingSoFar();

        Ended ended = run(List.of("--log-file", "run.log"), "run", "vault.yaml", List.of("--python", python));

        assertThat(ended.err())
                .contains(
                        "'failed' could not be read: the program ended with 1: •••",
                        "'refused' could not be read: GET http://127.0.0.1:1/?•••",
                        "'raised' could not be read: ValueError: no good: '•••'");
        assertThat(ended.status()).isEqualTo(2);
        nothingIsSeen(given);
    }

    @Test
    void whatTheSettingsHoldStaysThere() throws IOException {
        String token = markers.plain("authToken");
        shakeout.write("plugin.py", """
                def notify(settings, payload):
                    raise ValueError("cannot reach it with " + settings["api_token"])
                """);
        shakeout.write("settings.yaml", """
                auths:
                  127.0.0.1:PORT: {type: bearer, value: TOKEN}
                notifications:
                  - {type: http, url: "URL/hooks/HOOK", headers: {X-Token: HEADER, Authorization: "Bearer BEARER"}}
                  - {type: http, url: "URL/status/500?hook=HOOK"}
                  - {type: http, url: "http://127.0.0.1:1/HOOK"}
                  - {type: plugin, module: plugin, api_token: PLUGIN}
                """.replace("PORT", String.valueOf(server.port()))
                .replace("URL", server.url())
                .replace("TOKEN", token)
                .replace("HOOK", markers.plain("webHook"))
                .replace("HEADER", markers.plain("header"))
                .replace("BEARER", markers.plain("bearer"))
                .replace("PLUGIN", markers.plain("plugin")));
        String inline = markers.of("inlineOfAnother");
        server.page(
                "/fine.yaml",
                "application/x-yaml",
                "title: t\ndescription: d\nsecrets: {a: {b: %s}}\nmethod: []\n"
                        .formatted(Json.of(inline).compact()));
        var given = everythingSoFar();
        var before = List.of("--verbose", "--log-file", "run.log", "--settings", "settings.yaml");

        Ended fine = run(
                before, "run", server.url() + "/fine.yaml?key=" + markers.plain("key"), List.of("--python", python));
        Ended refused = run(before, "run", server.url() + "/status/403", List.of("--python", python));

        assertThat(fine.status()).as(fine.out() + fine.err()).isZero();
        assertThat(refused.err()).contains("the server answered 403", "•••");
        assertThat(Files.readString(work.resolve("run.log"))).contains("notification run-completed failed");
        assertThat(server.heard()).anyMatch(request -> request.contains(token));
        assertThat(server.heard().stream()
                        .filter(request -> request.contains("run-started"))
                        .toList())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).doesNotContain(inline.substring(0, 9)));
        nothingIsSeen(given);
    }
}
