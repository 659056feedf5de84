package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Shared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Regex;
import dev.shakeout.model.Target;
import dev.shakeout.testbed.Program;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFindersTest {
    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    private List<Target> find(Arguments by) {
        return new ProcessFinder().find(by, machine);
    }

    private List<String> ids(Arguments by) {
        return find(by).stream().map(Target::id).toList();
    }

    @Test
    void a_java_process_is_found_by_its_main_class_its_port_its_pid_and_its_words() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            assertThat(ids(Arguments.NONE.with(ProcessFinder.NAME, "EchoServer")))
                    .contains(server.target.id());
            assertThat(ids(Arguments.NONE.with(ProcessFinder.NAME, "java"))).contains(server.target.id());
            assertThat(ids(Arguments.NONE.with(ProcessFinder.PORT, server.port)))
                    .contains(server.target.id());
            assertThat(ids(Arguments.NONE.with(ProcessFinder.COMMAND_LINE, Pattern.compile("host\\.EchoServer 127"))))
                    .contains(server.target.id());
            assertThat(server.target.name()).isEqualTo("EchoServer");
            assertThat(find(Arguments.NONE.with(ProcessFinder.NAME, "java")))
                    .as("is called what it was asked for by")
                    .allSatisfy(target -> assertThat(target.name()).isEqualTo("java"));
            assertThat(server.target.id()).startsWith(server.target.detail("pid") + ":");
            assertThat(ids(Arguments.NONE
                            .with(ProcessFinder.NAME, "EchoServer")
                            .with(ProcessFinder.PORT, server.port == 9 ? 10 : 9)))
                    .isEmpty();
        }
    }

    @Test
    void the_older_of_two_comes_first() throws Exception {
        try (var older = Disposable.server(machine, "127.0.0.1", false);
                var younger = Disposable.server(machine, "127.0.0.1", false)) {
            assertThat(ids(Arguments.NONE.with(ProcessFinder.NAME, "EchoServer")))
                    .containsSubsequence(older.target.id(), younger.target.id());
        }
    }

    @Test
    void never_the_run_itself_nor_what_it_descends_from_nor_the_first_process() {
        List<Target> all = find(Arguments.NONE.with(ProcessFinder.COMMAND_LINE, Pattern.compile("")));
        var own = ProcessHandle.current();
        assertThat(all).extracting(target -> target.detail("pid")).doesNotContain("1", Long.toString(own.pid()));
        for (var parent = own.parent();
                parent.isPresent();
                parent = parent.get().parent()) {
            assertThat(all)
                    .extracting(target -> target.detail("pid"))
                    .doesNotContain(Long.toString(parent.get().pid()));
        }
        assertThat(new Procfs(machine).ourselves()).contains(own.pid());
    }

    private List<Plan.Spared> spared(Arguments by) {
        return new ProcessFinder().spared(by, machine);
    }

    @Test
    void the_first_process_and_this_run_are_named_as_protected() {
        assertThat(spared(Arguments.NONE.with(ProcessFinder.PID, 1)))
                .singleElement()
                .satisfies(one -> assertThat(one.why()).isEqualTo("the first process of the system"));
        int own = Math.toIntExact(ProcessHandle.current().pid());
        assertThat(spared(Arguments.NONE.with(ProcessFinder.PID, own)))
                .singleElement()
                .satisfies(one -> assertThat(one.why()).isEqualTo("this run, or what it was started from"));
    }

    @Test
    void every_process_is_either_open_or_protected() throws Exception {
        var all = Arguments.NONE.with(ProcessFinder.COMMAND_LINE, Pattern.compile(""));
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            var open = find(all);
            assertThat(open).extracting(Target::id).contains(server.target.id());
            assertThat(spared(all))
                    .extracting(Plan.Spared::target)
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(
                            open.stream().map(Target::toString).toList());
        }
    }

    @Test
    void an_ssh_daemon_is_never_found() throws Exception {
        for (String name : List.of("sshd", "sshd-session", "dropbear")) {
            Path program = copyOfSleep(name);
            Process daemon = new ProcessBuilder(program.toString(), "600").start();
            try {
                var by = Arguments.NONE.with(ProcessFinder.PID, (int) daemon.pid());
                await().untilAsserted(() -> assertThat(spared(by)) // its name is the program's once it is that
                        .singleElement()
                        .satisfies(one -> assertThat(one.why()).isEqualTo("an ssh daemon or one of its sessions")));
                assertThat(find(by)).isEmpty();
            } finally {
                daemon.destroyForcibly().waitFor();
            }
        }
    }

    private Path copyOfSleep(String name) throws java.io.IOException {
        return Program.copy(Path.of("/bin/sleep"), folder.resolve(name));
    }

    @Test
    void what_must_not_be_touched_is_told_from_what_may() {
        var untouchable = new Untouchable(Set.of(77L), List.of("/run/shakeout/runs"));
        var kernel = new ProcStat(12, "kworker/0:1", 'I', 2, 0x0420_8060L, 0, 5);
        var other = new ProcStat(80, "sh", 'S', 1, 0, 0, 5);

        assertThat(untouchable.why(kernel, List.of())).contains("a thread of the kernel");
        assertThat(untouchable.why(other, List.of("sshd: ada@pts/0"))).isPresent();
        assertThat(untouchable.why(other, List.of("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups")))
                .isPresent();
        assertThat(untouchable.why(other, List.of("sh", "/run/shakeout/runs/x/sentinel.sh")))
                .contains("a sentinel or an undo of Shakeout");
        assertThat(untouchable.why(other, List.of("python3", "-u", Shared.MARK)))
                .contains("a process beside a run of Shakeout");
        assertThat(untouchable.why(other, List.of("java", Token.fresh().option())))
                .contains("a part of a fault of Shakeout");
        assertThat(untouchable.why(new ProcStat(77, "sh", 'S', 1, 0, 0, 5), List.of("sh")))
                .isPresent();
        assertThat(untouchable.why(other, List.of("sh", "/srv/sshd-exporter"))).isEmpty();
        assertThat(untouchable.why(other, List.of("ssh", "host")))
                .as("a client")
                .isEmpty();
    }

    @Test
    void processes_of_one_name_are_replicas_of_a_service_while_they_run() throws Exception {
        Path program = copyOfSleep("nap");
        Process one = new ProcessBuilder(program.toString(), "600").start();
        Process two = new ProcessBuilder(program.toString(), "600").start();
        try {
            var byName = Arguments.NONE.with(ProcessFinder.NAME, "nap");
            await().until(() -> find(byName).size() == 2);
            Target first = find(Arguments.NONE.with(ProcessFinder.PID, (int) one.pid()))
                    .getFirst();

            var service = new ProcessFinder().service(first, machine).orElseThrow();

            assertThat(service.service()).isEqualTo("nap");
            assertThat(service.healthy())
                    .extracting(Target::id)
                    .isEqualTo(ids(byName))
                    .hasSize(2);

            machine.processes().run(List.of("kill", "-STOP", Long.toString(two.pid())));
            await().untilAsserted(() -> assertThat(new ProcessFinder()
                            .service(first, machine)
                            .orElseThrow()
                            .healthy())
                    .as("one that is stopped serves nobody")
                    .extracting(Target::id)
                    .containsExactly(first.id()));
        } finally {
            one.destroyForcibly().waitFor();
            two.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_target_is_known_by_all_its_names() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            assertThat(new ProcessFinder().names(server.target, machine)).contains("EchoServer", "java");
        }
    }

    @Test
    void a_search_without_criteria_is_a_mistake_and_not_every_process() {
        assertThatThrownBy(() -> find(Arguments.NONE))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Regex().parse(new Json.Str("("))).hasMessageContaining("not a regular expression");
        assertThatThrownBy(() -> new Regex().parse(new Json.Str("(".repeat(500_000))))
                .isInstanceOf(BadValue.class);
    }

    @Test
    void an_expression_that_tries_for_ever_on_a_command_line_is_given_up() throws Exception {
        Process sleeper = new ProcessBuilder("sh", "-c", "sleep 600; : " + "a".repeat(60)).start();
        try {
            var by = Arguments.NONE
                    .with(ProcessFinder.PID, (int) sleeper.pid())
                    .with(ProcessFinder.COMMAND_LINE, Pattern.compile("(.*a){40}c"));

            assertThatThrownBy(() -> find(by)).isInstanceOf(BadValue.class).hasMessageContaining("given up after 5 s");
        } finally {
            sleeper.descendants().forEach(ProcessHandle::destroyForcibly);
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void names_come_from_the_class_the_jar_the_program_and_the_kernel() {
        assertThat(ProcessName.all(
                        "java", List.of("/opt/jdk/bin/java", "-Xmx1g", "-cp", "a.jar:b.jar", "com.acme.Api", "x")))
                .containsExactly("Api", "java");
        assertThat(ProcessName.all("java", List.of("java", "-Dx=y", "-jar", "/srv/orders-1.2.jar")))
                .containsExactly("orders-1.2", "java");
        assertThat(ProcessName.all("java", List.of("java", "-m", "acme.api/com.acme.Api")))
                .startsWith("Api");
        assertThat(ProcessName.all("nginx", List.of("nginx: worker process"))).contains("nginx");
        assertThat(ProcessName.all("a very long na", List.of())).containsExactly("a very long na");
    }

    @Test
    void a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        String fields = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20";
        assertThat(ProcStat.parse("42 (a ) (b c)" + fields))
                .get()
                .satisfies(stat -> assertThat(stat.comm()).isEqualTo("a ) (b c"))
                .satisfies(stat -> assertThat(stat.start()).isEqualTo(4711))
                .satisfies(stat -> assertThat(stat.cpuTicks()).isEqualTo(11 + 12));
        assertThat(ProcStat.parse("")).isEmpty();
    }

    @Test
    void an_address_is_read_as_the_kernel_writes_it() throws Exception {
        assertThat(Listener.parse("0100007F:1F90")).isEqualTo(new Listener(InetAddress.getByName("127.0.0.1"), 8080));
        assertThat(Listener.parse("00000000000000000000000001000000:0016"))
                .isEqualTo(new Listener(InetAddress.getByName("::1"), 22));
        assertThat(Listener.parse("0000000000000000FFFF00000100007F:1F90").ipv6())
                .isFalse();
    }

    @Test
    void a_link_is_found_while_its_proxy_runs() throws Exception {
        Arguments orders = Arguments.NONE.with(LinkFinder.NAME, "orders");
        try (var server = Disposable.server(machine, "127.0.0.1", false);
                var proxy =
                        DeclaredProxy.to(server.port, machine.folders().links().resolve("orders"), machine, "--stay")) {
            assertThat(new LinkFinder()
                            .service(new LinkFinder().find(orders, machine).getFirst(), machine)
                            .orElseThrow()
                            .healthy())
                    .isEqualTo(new LinkFinder().find(orders, machine));
            assertThat(new LinkFinder().find(orders, machine))
                    .singleElement()
                    .satisfies(link -> assertThat(link.detail("listen")).isEqualTo("127.0.0.1:" + proxy.port));
            var declared = machine.withLinks(Map.of("other", proxy.folder));
            assertThat(new LinkFinder().find(Arguments.NONE.with(LinkFinder.NAME, "other"), declared))
                    .hasSize(1);
            proxy.process().destroyForcibly().waitFor();
            assertThat(new LinkFinder().find(orders, machine)).isEmpty();
        }
    }

    @Test
    void a_process_is_found_by_the_file_with_its_number() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            Path file = Files.writeString(folder.resolve("a.pid"), server.target.detail("pid") + "\n");
            Arguments by = Arguments.NONE.with(ProcessFinder.PID_FILE, file.toString());
            assertThat(new ProcessFinder().find(by, machine)).containsExactly(server.target);
            for (String content : List.of("", "none", "-1", "1 2")) {
                Files.writeString(file, content);
                assertThatThrownBy(() -> new ProcessFinder().find(by, machine))
                        .hasMessageContaining("does not begin with the number of a process");
            }
            Files.delete(file);
            assertThatThrownBy(() -> new ProcessFinder().find(by, machine)).hasMessageContaining("is not there");
        }
    }

    @Test
    void a_process_is_found_by_its_unit_and_its_control_group() {
        var groups = new Membership(List.of("/system.slice/nginx.service/worker", "/"));
        assertThat(List.of("nginx", "nginx.service", "system.slice")).allMatch(groups::inUnit);
        assertThat(List.of("ngin", "worker", "nginx.slice")).noneMatch(groups::inUnit);
        assertThat(List.of("/system.slice", "system.slice/", "/system.slice/nginx.service", "/"))
                .allMatch(groups::below);
        assertThat(List.of("/system", "/nginx.service", "/system.slice/nginx")).noneMatch(groups::below);
        assertThat(groups.service()).contains("nginx.service");
        String own = new Procfs(machine).lines("self/cgroup").getFirst().split(":", 3)[2];
        long self = ProcessHandle.current().pid();
        assertThat(Membership.of(new Procfs(machine), self).below(own)).isTrue();
    }

    @Test
    void there_is_one_host() {
        assertThat(new HostFinder().find(Arguments.NONE, machine))
                .singleElement()
                .satisfies(host -> assertThat(host.name()).isNotBlank());
    }
}
