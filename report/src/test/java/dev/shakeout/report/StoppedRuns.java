package dev.shakeout.report;

import static dev.shakeout.report.Journals.at;
import static dev.shakeout.report.Journals.ms;
import static dev.shakeout.report.Journals.ran;
import static dev.shakeout.report.Journals.reading;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs that ended without an answer, or before they could begin. */
final class StoppedRuns {
    private StoppedRuns() {}

    static Journal unsafe() {
        var j = new Journals();
        j.title = "A full disk does not stop fks_data";
        j.verdict = Verdict.UNSAFE;
        j.reasons.add("The file that filled /var/lib/fks could not be removed: Read-only file system.");
        j.probe("orders", Journals.SLO);
        j.state(Phase.BEFORE, 8, Runs.orders(8, 12.1, 0, true));
        j.load.put("orders", Runs.load(4, 40, 100, t -> t > 12 ? 55 : 12.5, t -> 0));
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
                List.of("mount -o remount,rw /var/lib/fks", "rm -f -- '/var/lib/fks/.shakeout-fill'"),
                List.of()));
        return j.build();
    }

    static Journal inconclusive() {
        var j = new Journals();
        j.title = "Packet loss between fks_api and fks_auth";
        j.verdict = Verdict.INCONCLUSIVE;
        j.reasons.add("network/loss on fks_auth had no measurable effect: 0 of 200 packets were lost.");
        j.probe("orders", Journals.SLO);
        j.state(Phase.BEFORE, 8, Runs.orders(8, 12.1, 0, true));
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
                List.of(),
                List.of()));
        return j.build();
    }

    static Journal refused() {
        var j = new Journals();
        j.title = "Kill every fks_auth";
        j.verdict = Verdict.REFUSED;
        j.proof = Optional.empty();
        j.length = ms(40);
        j.reasons.add("The blast radius allows 50% of the processes found; this plan hits 2 of 2.");
        j.radii.add(new Plan.BlastRadius("kill all", "process", 2, 2));
        return j.build();
    }

    static Journal notReady() {
        var j = new Journals();
        j.verdict = Verdict.NOT_READY;
        j.proof = Optional.empty();
        j.length = Duration.ofSeconds(9);
        j.reasons.add("Orders were over their limit before anything was injected: p95 240 ms, limit 200 ms.");
        j.probe("orders", Journals.SLO).probe("both fks_auth are healthy", Json.of(true));
        j.state(Phase.BEFORE, 8, Runs.orders(8, 240, 0, false));
        j.load.put("orders", Runs.load(5, 9, 100, t -> 240, t -> 0));
        return j.build();
    }

    static Journal halted() {
        var j = new Journals();
        j.title = "Pause fks_data for half a minute";
        j.verdict = Verdict.HALTED;
        j.reasons.add("guard 'orders fail': errors 34% of 100, limit 20%");
        j.load.put("orders", Runs.load(6, 20, 100, t -> 14, t -> t > 10 && t < 13 ? 0.34 : 0));
        j.length = Duration.ofSeconds(20);
        j.guards.add(new Journal.Guarded("orders fail", 40, 3, Optional.of(at(13)), "errors 34% of 100, limit 20%"));
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
                List.of(),
                List.of()));
        return j.build();
    }
}
