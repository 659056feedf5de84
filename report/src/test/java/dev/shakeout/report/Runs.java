package dev.shakeout.report;

import static dev.shakeout.report.Journals.at;
import static dev.shakeout.report.Journals.ms;
import static dev.shakeout.report.Journals.ran;
import static dev.shakeout.report.Journals.reading;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Journals that look like those of real runs, one for each way a run can end. */
final class Runs {
    private Runs() {}

    static List<Journal> all() {
        return List.of(
                kill(),
                delayWithBreaker(),
                deviated(),
                unsafe(),
                inconclusive(),
                refused(),
                notReady(),
                halted(),
                huge(),
                hostile());
    }

    /** Windows of one second, four times a second, around the latency that the curve gives in milliseconds. */
    static List<LoadWindow> load(
            long seed, double seconds, double perSecond, DoubleUnaryOperator p95, DoubleUnaryOperator errorShare) {
        var random = new Random(seed);
        var windows = new ArrayList<LoadWindow>();
        for (double t = 1; t <= seconds; t += 0.25) {
            double tail = p95.applyAsDouble(t) * (0.92 + 0.16 * random.nextDouble());
            long answered = Math.round(perSecond * (0.97 + 0.06 * random.nextDouble()));
            long errors = Math.round(answered * errorShare.applyAsDouble(t));
            windows.add(new LoadWindow(
                    at(t - 1),
                    at(t),
                    answered,
                    errors,
                    ms(Math.min(tail, 6 + 0.2 * random.nextDouble())),
                    ms(tail),
                    ms(tail * (1.3 + 0.4 * random.nextDouble())),
                    ms(tail * 2.2)));
        }
        return windows;
    }

    static Journal kill() {
        var j = new Journals();
        j.reasons.add("Orders stayed under 200 ms and under 1% errors while one fks_auth was dead.");
        j.probe("orders", Journals.SLO).probe("both fks_auth are healthy", Json.of(true));
        j.state(Phase.BEFORE, 8, orders(8, 12.1, 0, true), healthy(8, true));
        j.state(Phase.AFTER, 38, orders(38, 13.2, 0.1, true), healthy(38, true));
        j.load.put(
                "orders", load(1, 40, 100, t -> t > 10 && t < 11.4 ? 96 : 12.5, t -> t > 10.2 && t < 11.2 ? 0.05 : 0));
        j.action("kill one fks_auth", 10, 0.03, Json.object("injections", 1));
        j.run.add(ran("pause for failover", 10.1, Json.object("status", 200), Judgement.of(true, "status 200")));
        j.injections.add(new Journal.Injected(
                "i1",
                "kill one fks_auth",
                "process/kill",
                "process fks_auth (pid 81231)",
                "signal",
                List.of("send SIGKILL to process 81231, started at 5512034"),
                List.of(),
                List.of(),
                "the process is gone",
                Optional.of(reading(1, "processes", "1 process alive")),
                Optional.of(reading(0, "processes", "0 processes alive, gone after 3 ms")),
                Optional.of(reading(1, "processes", "1 process alive, restarted by its supervisor")),
                Optional.of(at(10.02)),
                Optional.of(at(30)),
                Optional.of(ms(1)),
                Optional.of(true),
                Optional.of(true),
                List.of()));
        j.radii.add(new Plan.BlastRadius("kill one fks_auth", "process", 1, 2));
        j.guards.add(new Journal.Guarded("stop when orders are over 2 s", 0, Optional.empty(), "p95 14 ms, limit 2 s"));
        j.recoveries.add(
                new Recovery("i1", "orders", at(10.02), at(10.02), Optional.of(ms(230)), Optional.of(ms(1180))));
        return j.build();
    }

    private static Journal.Ran orders(double at, double p95, double errors, boolean met) {
        return ran(
                "orders",
                at,
                Journals.load(6.1, p95, p95 * 1.4, p95 * 3, errors),
                Judgement.of(
                        met,
                        "p95 " + dev.shakeout.model.Numbers.brief(p95) + " ms, limit 200 ms; errors " + errors
                                + "% of 1000, limit 1%"));
    }

    private static Journal.Ran healthy(double at, boolean met) {
        return ran("both fks_auth are healthy", at, Json.of(met), Judgement.of(met, "is " + met + ", expected true"));
    }

    static Journal delayWithBreaker() {
        var j = new Journals();
        j.title = "A slow fks_execution does not slow fks_api";
        j.hypothesis = Optional.of("The circuit breaker opens and fks_api answers without fks_execution");
        j.description = "";
        j.length = Duration.ofSeconds(60);
        j.reasons.add("Answers of fks_api came back under 200 ms within 2 s of the delay, by its circuit breaker.");
        j.probe(
                "api",
                Json.object(
                        "type",
                        "slo",
                        "p95",
                        "200ms",
                        "p99",
                        "1s",
                        "error-rate",
                        "1%",
                        "during",
                        Json.object("p95", "900ms")));
        j.state(
                Phase.BEFORE,
                9,
                ran("api", 9, Journals.load(6, 22, 31, 60, 0), Judgement.of(true, "p95 22 ms, limit 200 ms")));
        for (int i = 0; i < 12; i++) {
            j.state(
                    Phase.DURING,
                    15 + i * 2,
                    ran(
                            "api",
                            15 + i * 2,
                            Journals.load(6, 40, 60, 900, 0),
                            Judgement.of(true, "p95 40 ms, limit 900 ms")));
        }
        j.state(
                Phase.AFTER,
                58,
                ran("api", 58, Journals.load(6, 23, 31, 50, 0), Judgement.of(true, "p95 23 ms, limit 200 ms")));
        j.load.put("api", load(2, 60, 220, t -> t > 12 && t < 14.4 ? 820 : t > 14.4 && t < 42 ? 17 : 22, t -> 0));
        j.action("slow fks_execution down", 12, 30, Json.object("injections", 2));
        j.injections.add(new Journal.Injected(
                "i1",
                "slow fks_execution down",
                "network/delay",
                "process fks_execution (pid 81301)",
                "user-space proxy",
                List.of(
                        "start the proxy on 127.0.0.1:40211",
                        "redirect 127.0.0.1:7003 to the proxy",
                        "cut 12 pooled connections to 127.0.0.1:7003"),
                List.of("nft delete table inet shakeout_i1"),
                List.of("pooled connections are cut once, so that they take the new way"),
                "time to connect to 127.0.0.1:7003",
                Optional.of(reading(0.3, "ms", "connect took 0.3 ms")),
                Optional.of(reading(801, "ms", "connect took 801 ms")),
                Optional.of(reading(0.3, "ms", "connect took 0.3 ms")),
                Optional.of(at(12.1)),
                Optional.of(at(42)),
                Optional.of(ms(38)),
                Optional.of(true),
                Optional.of(true),
                List.of()));
        j.injections.add(new Journal.Injected(
                "i2",
                "burn CPU beside it",
                "cpu/stress",
                "host staging-3",
                "cgroup",
                List.of("start 2 workers"),
                List.of(),
                List.of(),
                "CPU time used",
                Optional.empty(),
                Optional.of(reading(196, "%", "196% of one CPU used")),
                Optional.empty(),
                Optional.of(at(20)),
                Optional.of(at(34)),
                Optional.of(ms(12)),
                Optional.of(true),
                Optional.empty(),
                List.of()));
        j.radii.add(new Plan.BlastRadius("slow fks_execution down", "process", 1, 1));
        j.recoveries.add(new Recovery("i1", "api", at(12.1), at(42), Optional.of(ms(300)), Optional.of(Duration.ZERO)));
        return j.build();
    }

    static Journal deviated() {
        var j = new Journals();
        j.title = "FKS keeps serving while its database is slow";
        j.hypothesis = Optional.of("Orders stay fast when the database answers 300 ms later");
        j.verdict = Verdict.DEVIATED;
        j.reasons.add("Orders took 1.9 s (p95) while the database was slow; the limit is 200 ms.");
        j.reasons.add("12% of the orders failed with a pool timeout.");
        j.probe("orders", Journals.SLO);
        j.state(Phase.BEFORE, 8, orders(8, 12.1, 0, true));
        j.state(Phase.DURING, 20, orders(20, 1912, 12, false));
        j.state(Phase.DURING, 22, orders(22, 1800, 11, false));
        j.state(Phase.AFTER, 38, orders(38, 14, 0, true));
        j.load.put("orders", load(3, 40, 100, t -> t > 12 && t < 31 ? 1800 : 12.5, t -> t > 13 && t < 31 ? 0.12 : 0));
        j.action("slow the database down", 12, 15, Json.object("injections", 1));
        j.injections.add(new Journal.Injected(
                "i1",
                "slow the database down",
                "network/delay",
                "link orders → db",
                "declared proxy",
                List.of("set the proxy's latency to 300 ms"),
                List.of("echo 0 > /run/shakeout/links/db/latency"),
                List.of(),
                "round trip through the link",
                Optional.of(reading(0.4, "ms", "round trip took 0.4 ms")),
                Optional.of(reading(302, "ms", "round trip took 302 ms")),
                Optional.of(reading(0.4, "ms", "round trip took 0.4 ms")),
                Optional.of(at(12.1)),
                Optional.of(at(27)),
                Optional.of(ms(6)),
                Optional.of(true),
                Optional.of(true),
                List.of()));
        j.radii.add(new Plan.BlastRadius("slow the database down", "link", 1, 4));
        j.recoveries.add(new Recovery("i1", "orders", at(12.1), at(27), Optional.of(ms(400)), Optional.of(ms(4000))));
        j.findings.add(new Finding(
                "Orders wait for the database without a limit",
                "orders",
                "p95 1.91 s against 200 ms, 12% errors",
                at(12.5),
                List.of("network/delay of 300 ms on link orders → db"),
                List.of()));
        return j.build();
    }

    static Journal unsafe() {
        var j = new Journals();
        j.title = "A full disk does not stop fks_data";
        j.verdict = Verdict.UNSAFE;
        j.reasons.add("The file that filled /var/lib/fks could not be removed: Read-only file system.");
        j.probe("orders", Journals.SLO);
        j.state(Phase.BEFORE, 8, orders(8, 12.1, 0, true));
        j.load.put("orders", load(4, 40, 100, t -> t > 12 ? 55 : 12.5, t -> 0));
        j.injections.add(new Journal.Injected(
                "i1",
                "fill the disk",
                "disk/fill",
                "host staging-3",
                "file",
                List.of("write 2 GiB to /var/lib/fks/.shakeout-fill"),
                List.of("rm -f -- /var/lib/fks/.shakeout-fill"),
                List.of(),
                "free space on /var/lib/fks",
                Optional.of(reading(2e9, "B", "2 GiB free")),
                Optional.of(reading(0, "B", "0 B free")),
                Optional.of(reading(0, "B", "0 B free")),
                Optional.of(at(12)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.of(false),
                List.of("mount -o remount,rw /var/lib/fks", "rm -f -- '/var/lib/fks/.shakeout-fill'")));
        return j.build();
    }

    static Journal inconclusive() {
        var j = new Journals();
        j.title = "Packet loss between fks_api and fks_auth";
        j.verdict = Verdict.INCONCLUSIVE;
        j.reasons.add("network/loss on fks_auth had no measurable effect: 0 of 200 packets were lost.");
        j.probe("orders", Journals.SLO);
        j.state(Phase.BEFORE, 8, orders(8, 12.1, 0, true));
        j.state(
                Phase.AFTER,
                30,
                ran(
                        "orders",
                        30,
                        Json.object("samples", 80),
                        Judgement.tooLittle("80 samples, at least 200 are needed")));
        j.injections.add(new Journal.Injected(
                "i1",
                "lose packets",
                "network/loss",
                "process fks_auth (pid 81231)",
                "nftables",
                List.of("add a rule"),
                List.of("nft delete table inet shakeout_i1"),
                List.of(),
                "share of packets lost",
                Optional.of(reading(0, "%", "0 of 200 packets lost")),
                Optional.of(reading(0, "%", "0 of 200 packets lost")),
                Optional.of(reading(0, "%", "0 of 200 packets lost")),
                Optional.of(at(12)),
                Optional.of(at(20)),
                Optional.of(ms(9)),
                Optional.of(false),
                Optional.of(true),
                List.of()));
        return j.build();
    }

    static Journal refused() {
        var j = new Journals();
        j.title = "Kill every fks_auth";
        j.verdict = Verdict.REFUSED;
        j.length = ms(40);
        j.reasons.add("The blast radius allows 50% of the processes found; this plan hits 2 of 2.");
        j.radii.add(new Plan.BlastRadius("kill all", "process", 2, 2));
        return j.build();
    }

    static Journal notReady() {
        var j = new Journals();
        j.verdict = Verdict.NOT_READY;
        j.length = Duration.ofSeconds(9);
        j.reasons.add("Orders were over their limit before anything was injected: p95 240 ms, limit 200 ms.");
        j.probe("orders", Journals.SLO).probe("both fks_auth are healthy", Json.of(true));
        j.state(Phase.BEFORE, 8, orders(8, 240, 0, false));
        j.load.put("orders", load(5, 9, 100, t -> 240, t -> 0));
        return j.build();
    }

    static Journal halted() {
        var j = new Journals();
        j.title = "Pause fks_data for half a minute";
        j.verdict = Verdict.HALTED;
        j.reasons.add("guard 'orders fail': errors 34% of 100, limit 20%");
        j.load.put("orders", load(6, 20, 100, t -> 14, t -> t > 10 && t < 13 ? 0.34 : 0));
        j.length = Duration.ofSeconds(20);
        j.guards.add(new Journal.Guarded("orders fail", 3, Optional.of(at(13)), "errors 34% of 100, limit 20%"));
        j.action("pause fks_data", 10, 3, Json.Null.NULL);
        j.injections.add(new Journal.Injected(
                "i1",
                "pause fks_data",
                "process/pause",
                "process fks_data (pid 4)",
                "signal",
                List.of("send SIGSTOP"),
                List.of("kill -CONT 4"),
                List.of(),
                "the process uses no CPU",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(at(10)),
                Optional.of(at(13.1)),
                Optional.of(ms(4)),
                Optional.of(true),
                Optional.of(true),
                List.of()));
        return j.build();
    }

    /** Ten thousand windows with a single spike and a single dip. */
    static Journal huge() {
        var j = new Journals();
        j.title = "An hour of load";
        j.length = Duration.ofSeconds(2501);
        j.probe("orders", Journals.SLO);
        j.load.put("orders", load(7, 2501, 100, t -> t == 1234.25 ? 5000 : 12, t -> t == 1300 ? 1 : 0));
        for (int i = 0; i < 40; i++) {
            j.injections.add(new Journal.Injected(
                    "i" + i,
                    "pause " + i,
                    "process/pause",
                    "process worker-" + i + " (pid " + i + ")",
                    "signal",
                    List.of(),
                    List.of(),
                    List.of(),
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(at(1000 + i)),
                    Optional.of(at(1400 + i)),
                    Optional.empty(),
                    Optional.of(true),
                    Optional.of(true),
                    List.of()));
        }
        return j.build();
    }

    static final String NASTY = "</title><script>alert(1)</script> \"'`&amp; ]]> <!-- --> \u202Eevil\u0000\uD800 | * _ "
            + "שלום " + "w".repeat(400);

    /** Every text that comes from outside is hostile. */
    static Journal hostile() {
        var j = new Journals();
        j.title = NASTY;
        j.description = NASTY;
        j.hypothesis = Optional.of(NASTY);
        j.verdict = Verdict.DEVIATED;
        j.reasons.add(NASTY);
        j.reasons.add("\n\n# heading\n" + NASTY);
        j.probe(NASTY, Json.object("type", "regex", "pattern", NASTY));
        j.state(Phase.BEFORE, 2, ran(NASTY, 2, Json.of(NASTY), Judgement.of(true, NASTY)));
        j.state(Phase.AFTER, 30, ran(NASTY, 30, Json.of(NASTY), Judgement.of(false, NASTY)));
        j.load.put(NASTY, load(8, 40, 10, t -> 10, t -> 0.5));
        j.action(NASTY, 5, 1, Json.object(NASTY, Json.of(List.of(Json.of(NASTY)))));
        j.injections.add(new Journal.Injected(
                NASTY,
                NASTY,
                NASTY,
                NASTY,
                NASTY,
                List.of(NASTY),
                List.of(NASTY),
                List.of(NASTY),
                NASTY,
                Optional.of(reading(Double.NaN, NASTY, NASTY)),
                Optional.of(reading(1, NASTY, NASTY)),
                Optional.of(reading(1, NASTY, NASTY)),
                Optional.of(at(39)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.of(false),
                List.of(NASTY)));
        j.radii.add(new Plan.BlastRadius(NASTY, NASTY, 1, 0));
        j.guards.add(new Journal.Guarded(NASTY, 1, Optional.of(at(3)), NASTY));
        j.recoveries.add(new Recovery(NASTY, NASTY, at(1), at(2), Optional.of(ms(1)), Optional.empty()));
        j.findings.add(new Finding(NASTY, NASTY, NASTY, at(3), List.of(NASTY), List.of(NASTY)));
        j.interruptedBy = Optional.of(NASTY);
        return j.build();
    }

    static Map<String, Journal> named() {
        var names = List.of(
                "kill",
                "delay",
                "deviated",
                "unsafe",
                "inconclusive",
                "refused",
                "not-ready",
                "halted",
                "huge",
                "hostile");
        var journals = all();
        var named = new java.util.LinkedHashMap<String, Journal>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), journals.get(i));
        }
        return named;
    }
}
