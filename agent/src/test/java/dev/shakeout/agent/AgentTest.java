package dev.shakeout.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent in a process of its own, and a process that it pauses. */
class AgentTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Process target;
    private Process agent;
    private final List<String> lost = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        target = new ProcessBuilder("sleep", "1000").start();
        agent = AgentProcess.start(folder);
    }

    @AfterEach
    void end() {
        agent.destroyForcibly();
        target.destroyForcibly();
    }

    private Orders orders() {
        return new Orders(Carrier.of(agent.getInputStream(), agent.getOutputStream()), lost::add);
    }

    private Order.Plan pause() {
        return new Order.Plan(
                "i1", "process/pause", Json.Obj.EMPTY, new Aim.Found("process", Json.object("pid", target.pid())));
    }

    private boolean stopped() {
        try {
            String stat = Files.readString(Path.of("/proc/" + target.pid() + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A signal comes when the one that it is for has its turn. */
    private void awaitStopped() {
        await().atMost(SOON).until(this::stopped);
    }

    private Orders paused(Duration lease) throws IOException {
        Orders orders = orders();
        orders.begin("run-1", lease, SOON);
        orders.ask(pause(), SOON);
        orders.ask(new Order.Inject("i1"), SOON);
        awaitStopped();
        return orders;
    }

    private boolean nothingIsLeft() {
        return !stopped() && !Files.exists(folder.resolve("run/runs/run-1"));
    }

    @Test
    void doesWhatItIsToldAndSaysWhatItMeasures() throws Exception {
        try (Orders orders = orders()) {
            Json.Obj facts = orders.begin("run-1", LEASE, SOON);
            assertThat(facts.get("version")).contains(Json.of("test"));
            var planned = (Report.Planned) orders.ask(pause(), SOON);
            assertThat(planned.rung()).isEqualTo("signal");
            assertThat(planned.target()).isEqualTo("process sleep (pid " + target.pid() + ")");
            Reading before = measured(orders);
            orders.ask(new Order.Inject("i1"), SOON);
            Reading on = measured(orders);
            assertThat(orders.ask(new Order.Judge("i1", before, on), SOON)).isEqualTo(new Report.Judged(true, false));
            assertThat(orders.ask(new Order.TakeBack("i1"), SOON)).isEqualTo(Work.NOTHING_LEFT);
            assertThat(stopped()).isFalse();
            Reading after = measured(orders);
            assertThat(orders.ask(new Order.Judge("i1", before, after), SOON))
                    .isEqualTo(new Report.Judged(false, true));
            assertThatThrownBy(() -> orders.ask(new Order.Inject("i1"), SOON))
                    .hasMessage("it was taken back, so it is not injected any more");
            orders.bye(SOON);
        }
        assertThat(agent.waitFor()).isZero();
        assertThat(nothingIsLeft()).isTrue();
        assertThat(lost).isEmpty();
    }

    private static Reading measured(Orders orders) throws IOException {
        return ((Report.Measured) orders.ask(new Order.Measure("i1"), SOON)).reading();
    }

    @Test
    void takesEverythingBackWhenItIsHaltedAndGoesOnToAnswer() throws Exception {
        Duration moment = Duration.ofSeconds(5);
        try (Orders orders = paused(LEASE)) {
            Reading on = measured(orders);
            assertThat(orders.ask(new Order.Halt(), moment)).isEqualTo(Work.NOTHING_LEFT);
            assertThat(stopped()).isFalse();
            Reading after = measured(orders);
            assertThat(orders.ask(new Order.Judge("i1", on, after), SOON)).isEqualTo(new Report.Judged(false, false));
            String refused = "the run is halted, so nothing is injected any more";
            assertThatThrownBy(() -> orders.ask(new Order.Inject("i1"), SOON)).hasMessage(refused);
            orders.ask(new Order.Plan("i2", "process/pause", Json.Obj.EMPTY, pause().aim()), SOON);
            assertThatThrownBy(() -> orders.ask(new Order.Inject("i2"), SOON)).hasMessage(refused);
            assertThat(orders.ask(new Order.TakeBack("i1"), SOON)).isEqualTo(Work.NOTHING_LEFT);
            orders.bye(SOON);
        }
        assertThat(agent.waitFor()).isZero();
        assertThat(nothingIsLeft()).isTrue();
        assertThat(lost).isEmpty();
    }

    @Test
    void injectsNothingWhenItWasHaltedBeforeItBegan() throws Exception {
        try (Orders orders = orders()) {
            assertThat(orders.ask(new Order.Halt(), SOON)).isEqualTo(Work.NOTHING_LEFT);
            orders.begin("run-1", LEASE, SOON);
            orders.ask(pause(), SOON);
            assertThatThrownBy(() -> orders.ask(new Order.Inject("i1"), SOON))
                    .hasMessage("the run is halted, so nothing is injected any more");
            orders.bye(SOON);
        }
        assertThat(agent.waitFor()).isZero();
    }

    @Test
    void takesEverythingBackWhenItsInputEnds() throws Exception {
        Orders orders = paused(LEASE);
        orders.close();
        assertThat(agent.waitFor()).isZero();
        assertThat(nothingIsLeft()).isTrue();
    }

    @Test
    void takesEverythingBackWhenNoSignOfLifeComes() throws Exception {
        Carrier carrier = Carrier.of(agent.getInputStream(), agent.getOutputStream());
        send(carrier, 1, new Order.Begin("run-1", Duration.ofSeconds(6)));
        send(carrier, 2, pause());
        send(carrier, 3, new Order.Inject("i1"));
        awaitStopped();
        assertThat(agent.waitFor()).isZero();
        assertThat(nothingIsLeft()).isTrue();
    }

    private static void send(Carrier carrier, long number, Order order) throws IOException {
        carrier.send(order.json().with("number", Json.of(number)).compact());
        assertThat(carrier.receive())
                .hasValueSatisfying(line -> assertThat(line).doesNotContain("failed"));
    }

    @Test
    void itsSentinelTakesEverythingBackWhenItIsKilled() throws Exception {
        paused(LEASE);
        agent.destroyForcibly();
        await().atMost(SOON).until(this::nothingIsLeft);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(lost).containsExactly("the connection to the agent has ended"));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws IOException {
        try (Orders orders = orders()) {
            assertThatThrownBy(() -> orders.ask(pause(), SOON)).hasMessage("the first order must be begin");
            assertThatThrownBy(() -> orders.begin("../x", LEASE, SOON))
                    .hasMessageContaining("'../x' is no name of a ledger");
            orders.begin("run-1", LEASE, SOON);
            assertThatThrownBy(() -> orders.begin("run-2", LEASE, SOON)).hasMessage("it has begun already");
            assertThatThrownBy(() -> orders.ask(new Order.Measure("i1"), SOON))
                    .hasMessage("nothing was planned that is called 'i1'");
            assertThatThrownBy(() -> orders.ask(plan("no/such", Json.Obj.EMPTY), SOON))
                    .hasMessage("there is no fault no/such in this version");
            assertThatThrownBy(() -> orders.ask(plan("cpu/load", Json.object("load", "200%")), SOON))
                    .hasMessageContaining("100%");
            assertThatThrownBy(() -> orders.ask(plan("cpu/load", Json.object("load", "2%", "x", 1)), SOON))
                    .hasMessage("cpu/load knows no 'x' in this version");
            assertThatThrownBy(() -> orders.ask(plan("cpu/load", Json.Obj.EMPTY), SOON))
                    .hasMessage("cpu/load needs 'load'");
            assertThatThrownBy(() -> orders.ask(
                            new Order.Plan(
                                    "i1", "process/pause", Json.Obj.EMPTY, new Aim.Container("0123456789ab", "web")),
                            SOON))
                    .hasMessageContaining("no process of container web (0123456789ab) can be seen from here");
        }
        await().atMost(SOON).until(this::nothingIsLeft); // or the folder would go while its sentinel is still at it
    }

    private Order.Plan plan(String fault, Json.Obj arguments) {
        return new Order.Plan("i1", fault, arguments, pause().aim());
    }
}
