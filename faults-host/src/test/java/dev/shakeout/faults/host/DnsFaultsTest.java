package dev.shakeout.faults.host;

import static dev.shakeout.faults.host.NamesHost.STUB;
import static dev.shakeout.faults.host.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.dns.DnsMessage;
import dev.shakeout.faults.host.dns.RecordType;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What clients in a network get from its DNS servers while a fault is on. */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
class DnsFaultsTest {
    private static final String DB = "db.orders.example";
    private static final String OTHER = "www.shop.example";
    private static final Arguments ORDERS = Arguments.NONE.with(NameFault.NAMES, names("*.orders.example"));

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    private static DomainNames names(String text) {
        return DomainNames.TYPE.parse(new Json.Str(text));
    }

    private static WrongAddresses addresses(String text) {
        return WrongAddresses.TYPE.parse(new Json.Str(text));
    }

    private Faulted on(Fault fault, Arguments arguments, NamesHost host) throws Exception {
        return Faulted.by(fault, 0, arguments, host.target, machine);
    }

    @Test
    void names_that_are_met_do_not_exist_for_real_programs_and_all_others_do() throws Exception {
        try (var host = NamesHost.in(folder, machine)) {
            try (var _ = on(new DnsError(), ORDERS.with(NameFault.TRY, DB), host)) {
                assertThat(host.getent("ahostsv4", DB)).isEqualTo("status 2");
                assertThat(host.getent("ahostsv6", "DB.Orders.Example.")).isEqualTo("status 2");
                assertThat(host.getent("ahostsv4", OTHER)).isEqualTo("192.0.2.1");
                assertThat(host.ask("::1", DB, "A", 1).getFirst().error()).isEqualTo(3);
                assertThat(host.ask("::1", OTHER, "AAAA", 1).getFirst().addresses())
                        .contains("2001:db8:0:0:0:0:0:1");
            }
            assertThat(host.getent("ahostsv4", DB)).isEqualTo("192.0.2.1");
        }
    }

    @Test
    void each_code_is_answered_as_asked_and_only_for_the_types_that_are_meant() throws Exception {
        Arguments onlyAaaa = ORDERS.with(NameFault.TYPES, RecordTypes.TYPE.parse(new Json.Str("AAAA")));
        try (var host = NamesHost.in(folder, machine)) {
            try (var _ = on(new DnsError(), onlyAaaa.with(DnsError.CODE, "SERVFAIL"), host)) {
                assertThat(host.ask(DB, "AAAA").error()).isEqualTo(2);
                assertThat(host.ask(DB, "A").addresses()).containsExactly("192.0.2.1", "192.0.2.2");
            }
            try (var _ = on(new DnsError(), ORDERS.with(DnsError.CODE, "none"), host)) {
                assertThat(host.ask(DB, "A").error()).isEqualTo(Lookup.SILENCE);
                assertThat(host.ask(OTHER, "A").error()).isZero();
            }
        }
    }

    @Test
    void wrong_addresses_are_given_of_either_kind_also_to_names_that_do_not_exist() throws Exception {
        Arguments wrong = ORDERS.with(DnsAnswer.ADDRESSES, addresses("10.9.9.9, fd00::9"));
        try (var host = NamesHost.in(folder, machine)) {
            try (var _ = on(new DnsAnswer(), wrong, host)) {
                assertThat(host.getent("ahostsv4", DB)).isEqualTo("10.9.9.9");
                assertThat(host.getent("ahostsv6", "none.orders.example")).isEqualTo("fd00::9");
                assertThat(host.getent("ahostsv4", OTHER)).isEqualTo("192.0.2.1");
                assertThat(host.ask("none.orders.example", "MX").error()).isEqualTo(3);
            }
            Arguments onlyIpv4 = Arguments.NONE.with(DnsAnswer.ADDRESSES, addresses("random"));
            try (var _ = on(new DnsAnswer(), onlyIpv4, host)) {
                assertThat(host.ask(DB, "A").addresses())
                        .singleElement()
                        .asString()
                        .startsWith("198.18.");
                assertThat(host.ask(DB, "AAAA").addresses())
                        .singleElement()
                        .asString()
                        .startsWith("2001:db8:");
            }
            assertThat(host.getent("ahostsv6", DB)).isEqualTo("2001:db8::1");
        }
    }

    @Test
    void answers_are_late_but_never_early_and_only_as_many_as_asked() throws Exception {
        Arguments delay = ORDERS.with(DnsDelay.LATENCY, Duration.ofMillis(120));
        try (var host = NamesHost.in(folder, machine)) {
            try (var _ = on(new DnsDelay(), delay, host)) {
                assertThat(host.ask(STUB, DB, "A", 60)).hasSize(60).allMatch(each -> each.millis() >= 120);
                assertThat(host.ask(STUB, OTHER, "A", 20)).anyMatch(each -> each.millis() < 60);
            }
            Arguments some = ORDERS.with(DnsError.CODE, "REFUSED").with(NameFault.PERCENT, new Percent(30));
            try (var _ = on(new DnsError(), some, host)) {
                long refused = host.ask(STUB, DB, "A", 600).stream()
                        .filter(each -> each.error() == 5)
                        .count();
                assertThat(refused)
                        .as("of 600; beyond this once in a million times")
                        .isBetween(125L, 236L);
            }
        }
    }

    @Test
    void answers_by_tcp_are_met_too() throws Exception {
        Arguments both = ORDERS.with(NameFault.TRY, DB);
        try (var host = NamesHost.in(folder, machine, "use-vc timeout:1 attempts:1")) {
            try (var _ = on(new DnsError(), both, host)) {
                assertThat(host.getent("ahostsv4", DB)).isEqualTo("status 2");
                assertThat(host.getent("ahostsv4", OTHER)).isEqualTo("192.0.2.1");
            }
            Arguments wrong = ORDERS.with(DnsAnswer.ADDRESSES, addresses("10.9.9.9, fd00::9"));
            try (var _ = on(new DnsAnswer(), wrong, host)) {
                assertThat(host.getent("ahostsv4", DB)).isEqualTo("10.9.9.9");
                assertThat(host.getent("ahostsv6", DB)).isEqualTo("fd00::9");
                assertThat(host.getent("ahostsv6", OTHER)).isEqualTo("2001:db8::1");
            }
            Arguments late = ORDERS.with(DnsDelay.LATENCY, Duration.ofMillis(300));
            try (var _ = on(new DnsDelay(), late, host)) {
                long begin = System.nanoTime();
                assertThat(host.getent("ahostsv4", DB)).isEqualTo("192.0.2.1");
                assertThat((System.nanoTime() - begin) / 1e6).isGreaterThan(300);
            }
            try (var _ = on(new DnsError(), ORDERS.with(DnsError.CODE, "none"), host)) {
                assertThat(host.exchange("tcp", question(DB))).isEqualTo("silence");
                assertThat(host.exchange("tcp", question(OTHER))).startsWith("00078580");
            }
        }
    }

    /** As it is sent by TCP. */
    private static String question(String name) {
        byte[] query = DnsMessage.query(7, name, RecordType.A.number()).bytes();
        return "%04x".formatted(query.length) + HexFormat.of().formatHex(query);
    }

    @Test
    void what_is_no_answer_to_one_question_passes_as_it_is() throws Exception {
        try (var host = NamesHost.in(folder, machine);
                var _ = on(new DnsError(), Arguments.NONE, host)) {
            for (String bytes : List.of(
                    "00",
                    "68656c6c6f",
                    "abcd81800001000000000000", // no question where one is announced
                    "abcd818000010000000000003f61", // a label that ends behind the message
                    "abcd81800001000000000000c00c00010001", // a name that points to itself
                    "abcd81800002000000000000016100000100010161000001000101")) {
                assertThat(host.exchange("udp", bytes)).isEqualTo(bytes);
                String length = "%04x".formatted(bytes.length() / 2);
                assertThat(host.exchange("tcp", length + bytes)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void three_compose_and_are_taken_back_by_themselves_and_a_fourth_is_refused() throws Exception {
        Arguments wrong =
                Arguments.NONE.with(NameFault.NAMES, names(OTHER)).with(DnsAnswer.ADDRESSES, addresses("10.9.9.9"));
        Arguments late =
                Arguments.NONE.with(NameFault.NAMES, names("slow.*")).with(DnsDelay.LATENCY, Duration.ofMillis(150));
        try (var host = NamesHost.in(folder, machine);
                var second = on(new DnsAnswer(), wrong, host)) {
            try (var _ = on(new DnsError(), ORDERS.with(NameFault.TRY, DB), host);
                    var third = on(new DnsDelay(), late, host)) {
                assertThat(host.ask(DB, "A").error()).isEqualTo(3);
                assertThat(host.ask(OTHER, "A").addresses()).containsExactly("10.9.9.9");
                assertThat(host.ask("slow.example", "A").millis()).isGreaterThan(150);
                var fourth = new DnsDelay().rungs().getFirst().plan(host.target, late, machine);
                try (var injections = new Injections(fourth.steps(), host.target, machine)) {
                    assertThat(injections.inject()).get().asString().contains("at most 3");
                }
                assertThat(third.injections().takeBack()).isEmpty();
                assertThat(host.ask("slow.example", "A").millis()).isLessThan(150);
            }
            assertThat(host.ask(DB, "A").error()).isZero();
            assertThat(host.ask(OTHER, "A").addresses()).containsExactly("10.9.9.9");
            assertThat(second.injections().takeBack()).isEmpty();
            assertThat(host.ask(OTHER, "A").addresses()).containsExactly("192.0.2.1", "192.0.2.2");
        }
    }

    @Test
    void only_the_servers_that_are_named_are_met() throws Exception {
        Arguments one = Arguments.NONE
                .with(NameFault.SERVERS, new Peers(List.of("::1")))
                .with(DnsError.CODE, "REFUSED");
        try (var host = NamesHost.in(folder, machine);
                var _ = on(new DnsError(), one, host)) {
            assertThat(host.ask("::1", DB, "A", 1).getFirst().error()).isEqualTo(5);
            assertThat(host.ask(DB, "A").error()).isZero();
        }
    }

    @Test
    void a_host_is_hit_in_its_own_network() throws Exception {
        Arguments all = Arguments.NONE.with(NameFault.NAMES, DomainNames.ALL).with(DnsError.CODE, "SERVFAIL");
        try (var names = NamesHost.in(folder, machine)) {
            var host = new Target("host", "names", "names", Map.of("pid", names.target.detail("pid")));
            try (var _ = Faulted.by(new DnsError(), 0, all, host, machine)) {
                assertThat(names.ask(DB, "A").error()).isEqualTo(2);
            }
            assertThat(names.ask(DB, "A").error()).isZero();
        }
    }

    @Test
    void if_its_process_is_killed_answers_pass_before_anything_is_taken_back() throws Exception {
        try (var host = NamesHost.in(folder, machine);
                var fault = on(new DnsError(), Arguments.NONE, host)) {
            assertThat(host.ask(DB, "A").error()).isEqualTo(3);
            String token = fault.prepared().steps().stream()
                    .flatMap(step -> step.change().argv().stream())
                    .filter(word -> word.startsWith("--token="))
                    .findFirst()
                    .orElseThrow();
            var procfs = new Procfs(machine);
            procfs.pids().stream()
                    .filter(pid -> procfs.commandLine(pid).contains(token))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
            await().untilAsserted(() -> assertThat(host.ask(DB, "A").error()).isZero());
        }
    }

    @Test
    void the_servers_of_a_process_are_those_that_the_c_library_asks() throws Exception {
        Path conf = Files.writeString(folder.resolve("servers"), """
                search orders.example
                nameserver 10.0.0.53
                ; nameserver 10.0.0.54
                nameserver\tfe80::1%eth0
                nameserver localhost
                nameserver 10.0.0.53""");
        assertThat(Resolvers.of(conf)).extracting(Net::toString).containsExactly("10.0.0.53", "fe80:0:0:0:0:0:0:1");
        assertThat(Resolvers.of(folder.resolve("none")))
                .extracting(Net::toString)
                .containsExactly("127.0.0.1");
    }

    private String refusal(Fault fault, Arguments arguments, Target target) {
        return fault.rungs().getFirst().missingFor(target, arguments, machine).orElse("");
    }

    @Test
    void says_what_is_wrong_with_its_arguments_taken_together() {
        var here = new Target("process", "this", "this", Map.of("pid", "self"));
        var host = new Target("host", "this", "this", Map.of());
        assertThat(refusal(new DnsError(), Arguments.NONE, host)).contains("say which names are meant");
        assertThat(refusal(new DnsError(), ORDERS, here)).contains("give try");
        assertThat(refusal(new DnsError(), ORDERS.with(NameFault.TRY, OTHER), here))
                .contains("www.shop.example is none of *.orders.example");
        Arguments wrong = Arguments.NONE.with(DnsAnswer.ADDRESSES, addresses("10.9.9.9"));
        assertThat(refusal(new DnsAnswer(), wrong.with(DnsAnswer.TTL, Duration.ofMillis(1500)), here))
                .contains("whole seconds");
        assertThat(refusal(new DnsAnswer(), wrong.with(NameFault.SERVERS, new Peers(List.of("192.0.2.0/24"))), here))
                .contains("an address to ask");
        Arguments unknown = Arguments.NONE.with(DnsAnswer.ADDRESSES, addresses("no-such-host.invalid"));
        assertThat(refusal(new DnsAnswer(), unknown, here)).contains("does not resolve");
        String many = IntStream.range(0, 13).mapToObj(n -> "10.0.0." + n).collect(Collectors.joining(", "));
        Arguments tooMany = Arguments.NONE.with(DnsAnswer.ADDRESSES, addresses(many));
        assertThat(refusal(new DnsAnswer(), tooMany, here)).contains("the limit is 12");
    }

    @Test
    void refuses_what_is_out_of_range_with_the_limit() {
        refused(NameFault.NAMES, "a, b c", "'b c' does not fit; must be names such as");
        refused(NameFault.NAMES, "a b", "labels of 1 to 63 letters");
        refused(NameFault.NAMES, "über.example", "xn--");
        refused(NameFault.NAMES, "a..b", "labels of 1 to 63");
        refused(NameFault.NAMES, "x".repeat(64), "labels of 1 to 63");
        refused(NameFault.NAMES, "a.".repeat(127) + "a", "253 characters");
        refused(NameFault.TRY, "*.example", "no single name");
        refused(NameFault.TYPES, "AAA", "did you mean");
        refused(NameFault.PERCENT, "0%", "1%");
        refused(NameFault.PERCENT, "101%", "100%");
        refused(NameFault.SERVERS, "10.0.0.300", "neither an address");
        refused(DnsError.CODE, "NXDOMIAN", "did you mean");
        refused(DnsDelay.LATENCY, "400", "with its unit");
        refused(DnsDelay.LATENCY, "2m", "to 1 m");
        refused(DnsDelay.JITTER, "61s", "must be");
        refused(DnsAnswer.ADDRESSES, "10.0.0.0/8", "neither an address");
        refused(DnsAnswer.ADDRESSES, "process:java", "neither an address");
        refused(DnsAnswer.TTL, "2d", "must be");
    }
}
