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
                StoppedRuns.unsafe(),
                StoppedRuns.inconclusive(),
                StoppedRuns.refused(),
                StoppedRuns.notReady(),
                StoppedRuns.halted(),
                OddRuns.huge(),
                OddRuns.hostile());
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
                Optional.empty(),
                List.of(),
                List.of()));
        j.radii.add(new Plan.BlastRadius("kill one fks_auth", "process", 1, 2));
        j.guards.add(
                new Journal.Guarded("stop when orders are over 2 s", 60, 0, Optional.empty(), "p95 14 ms, limit 2 s"));
        j.recoveries.add(
                new Recovery("i1", "orders", at(10.02), at(10.02), Optional.of(ms(230)), Optional.of(ms(1180))));
        return j.build();
    }

    static Journal.Ran orders(double at, double p95, double errors, boolean met) {
        return ran(
                "orders",
                at,
                Journals.load(6.1, p95, p95 * 1.4, p95 * 3, errors),
                Judgement.of(
                        met,
                        "p95 " + dev.shakeout.model.Numbers.brief(p95) + " ms, limit 200 ms; errors " + errors
                                + "% of 1000, limit 1%"));
    }

    static Journal.Ran healthy(double at, boolean met) {
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
                List.of(),
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
                List.of(),
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
                List.of(),
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
