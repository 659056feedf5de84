package dev.shakeout.dialects.chaostoolkit;

import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.ACTION;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.METHOD;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.of;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of what an activity calls or breaks. */
class ProviderMistakesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void is_told_at_its_place(String what, String text, String expected) {
        MistakesAtPlaces.areTold(text, expected);
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                of(
                        "unknown type",
                        ACTION + "      {type: htpp, url: u}\n",
                        "8:14: type: there is no provider type 'htpp'; did you mean 'http'? It must be one of fault,"
                                + " http, load, process, python, tcp"),
                of(
                        "fault as a type",
                        ACTION + "      {type: cpu/load}\n",
                        "8:14: 'cpu/load' is a fault; write type: fault and fault: cpu/load"),
                of(
                        "parameters of a kind",
                        ACTION + "      {type: http, method: PUT, header: {}, timeout: 2h, secrets: [a]}\n",
                        "8:7: 'url' is missing in the provider of type http; it must be text",
                        "8:28: method: 'PUT' is not one of GET, POST",
                        "8:33: unknown key 'header' in the provider of type http; did you mean 'headers'? (allowed: url,"
                                + " method, headers, timeout, type, secrets)",
                        "8:54: timeout: 2 h 0 m is out of range; must be a duration such as 400ms or 30s, from 1 ms to"
                                + " 1 m 0 s"),
                of(
                        "number out of range",
                        ACTION + "      {type: tcp, host: h, port: 70000}\n",
                        "8:34: port: 70000 is out of range; must be a whole number, from 1 to 65535"),
                of(
                        "a fault as a probe",
                        "method:\n  - type: probe\n    name: a\n    provider: {type: fault, fault: cpu/load}\n",
                        "7:15: a fault changes something, so it cannot be a probe; make this an action"),
                of(
                        "a fault as a rollback",
                        METHOD + "rollbacks:\n  - {type: action, name: a, provider: {type: fault, fault: cpu/load}}\n",
                        "6:39: a fault cannot be a rollback; faults are taken back by themselves"),
                of(
                        "empty fault",
                        ACTION + "      {type: fault}\n",
                        "8:7: 'fault' is missing in the provider; it must be one of cpu/load, network/delay,"
                                + " process/kill",
                        "8:7: 'target' is missing in the provider"),
                of(
                        "everything about a fault",
                        ACTION + "      type: fault\n      fault: network/dely\n      target: {kind: proces}\n"
                                + "      arguments: {}\n      duration: 30\n      until: 3\n",
                        "9:14: fault: there is no fault 'network/dely'; did you mean 'network/delay'? It must be one of"
                                + " cpu/load, network/delay, process/kill",
                        "10:22: kind: there is no kind of target 'proces'; did you mean 'process'? It must be one of host,"
                                + " link, process",
                        "12:17: duration: 30 has no unit; must be a duration such as 400ms or 30s, from 1 ms to 168 h 0"
                                + " m",
                        "13:7: unknown key 'until' in the provider (allowed: type, fault, target, arguments, duration)"),
                of(
                        "arguments of a fault",
                        ACTION + "      type: fault\n      fault: network/delay\n      target: {kind: host}\n"
                                + "      arguments: {latancy: 4s, jitter: -1s}\n",
                        "11:18: 'latency' is missing in the arguments of network/delay; it must be a duration such as"
                                + " 400ms or 30s, from 1 ms to 1 m 0 s",
                        "11:19: unknown key 'latancy' in the arguments of network/delay; did you mean 'latency'?"
                                + " (allowed: latency, jitter)",
                        "11:40: jitter: '-1s' is not a duration; write it with its unit, such as 400ms, 30s or 1m30s"),
                of(
                        "no arguments where one is required",
                        ACTION + "      {type: fault, fault: network/delay, target: {kind: host}}\n",
                        "8:7: 'latency' is missing in the arguments of network/delay; it must be a duration such as"
                                + " 400ms or 30s, from 1 ms to 1 m 0 s"),
                of(
                        "target",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, nmae: x, mode: sum, pid: many}\n",
                        "10:31: unknown key 'nmae' in the target; did you mean 'name'? (allowed: name, pid, kind, any-of,"
                                + " mode, value, include-new, draw)",
                        "10:46: mode: 'sum' is not one of one, all, fixed, percent, random-max-percent",
                        "10:56: pid: \"many\" is not a whole number; must be a whole number, from 1 to 4000000"
                                .replace("\"", "")),
                of(
                        "several criteria",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, any-of: [{nmae: x}, {mode: one}, {pid: many}, y]}\n",
                        "10:41: unknown key 'nmae' in an item of 'any-of'; did you mean 'name'? (allowed: name, pid)",
                        "10:52: unknown key 'mode' in an item of 'any-of' (allowed: name, pid)",
                        "10:70: pid: many is not a whole number; must be a whole number, from 1 to 4000000",
                        "10:77: an item of 'any-of' must be an object; found text (y)"),
                of(
                        "no criteria at all, or none in a list",
                        ACTION
                                + "      type: fault\n      fault: cpu/load\n      target: {kind: process, any-of: []}\n",
                        "10:39: 'any-of' is empty; give the criteria of each, or leave it out"),
                of(
                        "criteria that are no list",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, any-of: {name: x}}\n",
                        "10:39: 'any-of' must be a list; found an object"),
                of(
                        "mode without its value",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {kind: host, mode: fixed}\n",
                        "10:15: 'value' is missing in the target; it must be a whole number, from 1 to 100000"),
                of(
                        "value without its mode",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {kind: host, value: 3}\n",
                        "10:28: 'value' goes only with mode fixed, percent or random-max-percent"),
                of(
                        "a mode that is wrong says nothing of the value",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: host, mode: fixd, value: 3}\n",
                        "10:34: mode: 'fixd' is not one of one, all, fixed, percent, random-max-percent; did you mean"
                                + " 'fixed'?"),
                of(
                        "a target that the fault cannot hit",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {to: x, kind: link}\n",
                        "10:23: cpu/load cannot hit a link; it can hit host, process"),
                of(
                        "new ones where a count is chosen once",
                        ACTION + "      type: fault\n      fault: cpu/load\n      duration: 1m\n"
                                + "      target: {kind: process, include-new: true, mode: fixed, value: 3}\n",
                        "11:31: 'include-new' goes only with mode all or percent: the others choose once, when the plan"
                                + " is made"),
                of(
                        "new ones for nobody knows how long",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, mode: all, include-new: true}\n",
                        "8:7: 'include-new' needs a duration, during which targets that appear are hit too"),
                of(
                        "a draw that nobody shares",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, draw: web}\n",
                        "10:31: nothing else has the draw 'web'; give it to all that shall hit the same targets, or leave"
                                + " it out"),
                of(
                        "a draw in two ways",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {kind: process, draw: web}\n"
                                + ACTION.substring(ACTION.indexOf("  - ")).replace("name: a", "name: b")
                                + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, mode: all, draw: web}\n",
                        "16:42: the draw 'web' at x.yaml:10:31 has another mode; who shares a draw chooses in the same"
                                + " way"),
                of(
                        "share out of range",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: host, mode: percent, value: 101%}\n",
                        "10:50: value: 101% is out of range; must be a percentage such as 50%, from 0.1% to 100%"));
    }
}
