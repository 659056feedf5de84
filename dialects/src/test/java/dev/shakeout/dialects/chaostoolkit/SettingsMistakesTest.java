package dev.shakeout.dialects.chaostoolkit;

import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.ACTION;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.METHOD;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.PROBE;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.of;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of configuration, secrets and safety. */
class SettingsMistakesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"settings", "safety"})
    void is_told_at_its_place(String what, String text, String expected) {
        MistakesAtPlaces.areTold(text, expected);
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                of(
                        "configuration",
                        METHOD + "configuration:\n  a: {type: env, key: NOT_SET}\n  b: {type: env}\n"
                                + "  c: {type: env, key: NOT_SET, default: x, env_var_type: int}\n"
                                + "  d: {type: env, key: NOT_SET, default: x, env_var_type: inte}\n"
                                + "  e: {type: probe, name: x}\n  f: {type: env, key: K, defult: 1, default: 1}\n",
                        "6:18: the environment variable 'NOT_SET' is not set; set it, give a 'default', or pass --var",
                        "7:6: 'key' is missing in a value from the environment; it must be text that is not empty",
                        "8:44: the default does not fit its env_var_type: the value is not a whole number",
                        "9:58: env_var_type: 'inte' is not one of str, int, float, bytes, bool, json; did you mean"
                                + " 'int'?",
                        "10:6: 'provider' is missing in the probe of 'e'",
                        "11:26: unknown key 'defult' in a value from the environment; did you mean 'default'? (allowed:"
                                + " type, key, default, env_var_type)"),
                of(
                        "secrets",
                        METHOD + "secrets:\n  a: x\n  b:\n    c: {type: vault, paht: p}\n"
                                + "    d: {type: env, key: NOT_SET, default: x}\n",
                        "6:6: the group of secrets 'a' must be an object; found text (x)",
                        "8:8: 'path' is missing in a secret from Vault; it must be text that is not empty",
                        "8:22: unknown key 'paht' in a secret from Vault; did you mean 'path'? (allowed: type, path,"
                                + " key)",
                        "9:20: the environment variable 'NOT_SET' is not set; set it",
                        "9:34: unknown key 'default' in a value from the environment (allowed: type, key)"),
                of(
                        "secrets that are in no group are not shown",
                        METHOD + "secrets: {token: hunter2, pin: 20401, list: [hunter2]}\n",
                        "5:18: the group of secrets 'token' must be an object; found text (•••)",
                        "5:32: the group of secrets 'pin' must be an object; found a number (•••)",
                        "5:45: the group of secrets 'list' must be an object; found a list"),
                of(
                        "one secret and nothing else is not shown",
                        METHOD + "secrets: hunter2\n",
                        "5:10: 'secrets' must be an object; found text (•••)"),
                of(
                        "a placeholder that nothing fills",
                        "configuration: {latency: 4s}\n" + ACTION + "      type: fault\n      fault: network/delay\n"
                                + "      target: {kind: host}\n      arguments: {latency: '${latncy}'}\n",
                        "12:28: latency: '${latncy}' is not a duration; write it with its unit, such as 400ms, 30s or"
                                + " 1m30s; 'latncy' is neither in the configuration nor in the secrets; did you mean"
                                + " 'latency'?"),
                of(
                        "a secret that does not fit is not shown",
                        "secrets: {g: {token: hunter2}}\n" + ACTION + "      type: fault\n      fault: network/delay\n"
                                + "      target: {kind: host}\n      arguments: {latency: '${token}'}\n",
                        "12:28: latency: '•••' is not a duration; write it with its unit, such as 400ms, 30s or 1m30s"));
    }

    static Stream<Arguments> safety() {
        return Stream.of(
                of(
                        "blast radius and lease",
                        METHOD
                                + "safety:\n  blast-radius: {max-targets: 0, max-percent: 0%, maximum: 1}\n  lease: 1ms\n",
                        "6:31: max-targets: 0 is out of range; must be a whole number, from 1 to 1000000",
                        "6:47: max-percent: 0% is out of range; must be a percentage such as 50%, from 0.1% to 100%",
                        "6:51: unknown key 'maximum' in 'blast-radius' (allowed: max-targets, max-percent)",
                        "7:10: lease: 1 ms is out of range; must be a duration such as 400ms or 30s, from 1 s to 1 h 0 m"),
                of(
                        "halt-when",
                        PROBE.replace(
                                        "method: []",
                                        "method: [{type: action, name: act, provider: {type: http, url: u}}]")
                                + """
                                safety:
                                  halt-when:
                                    - {}
                                    - {name: x, probe: pp, tolerance: 200, interval: 10ms, failures: 0}
                                    - {name: x, probe: act, tolerance: true}
                                """,
                        "11:7: 'name' is missing in a halt condition; it must be text that is not empty",
                        "11:7: a halt condition needs either 'probe' with 'tolerance', or 'when' with an expression over"
                                + " probes",
                        "12:24: no probe of the hypothesis, the method or 'safety' is named 'pp'; did you mean 'p'?"
                                + " (there is: p)",
                        "12:54: interval: 10 ms is out of range; must be a duration such as 400ms or 30s, from 50 ms to"
                                + " 1 h 0 m",
                        "12:70: failures: 0 is out of range; must be a whole number, from 1 to 1000000",
                        "13:14: the name 'x' is taken by the halt condition at x.yaml:12:14",
                        "13:24: 'act' is an action; a halt condition watches a probe"));
    }
}
