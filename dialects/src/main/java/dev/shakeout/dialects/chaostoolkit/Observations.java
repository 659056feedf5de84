package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Journal.Guarded;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Recovery;
import java.util.LinkedHashMap;

/** What was seen during a run, in a journal. */
final class Observations {
    private Observations() {}

    static Json.Obj write(LoadWindow window) {
        return Json.object(
                "from",
                Times.instant(window.from()),
                "to",
                Times.instant(window.to()),
                "answered",
                window.answered(),
                "errors",
                window.errors(),
                "p50",
                Times.duration(window.p50()),
                "p95",
                Times.duration(window.p95()),
                "p99",
                Times.duration(window.p99()),
                "max",
                Times.duration(window.max()));
    }

    static LoadWindow window(JournalFields fields) {
        return new LoadWindow(
                fields.instant("from"),
                fields.instant("to"),
                fields.whole("answered"),
                fields.whole("errors"),
                fields.duration("p50"),
                fields.duration("p95"),
                fields.duration("p99"),
                fields.duration("max"));
    }

    static Json.Obj write(Guarded guard) {
        var members = new LinkedHashMap<String, Json>();
        members.put("name", Json.of(guard.name()));
        members.put("readings", Json.of(guard.readings()));
        members.put("breaches", Json.of(guard.breaches()));
        InjectionRecords.put(members, "tripped", guard.tripped().map(Times::instant));
        members.put("words", Json.of(guard.words()));
        return new Json.Obj(members);
    }

    static Guarded guard(JournalFields fields) {
        return new Guarded(
                fields.text("name"),
                fields.maybe("readings", fields::count).orElse(fields.count("breaches")), // older journals have none
                fields.count("breaches"),
                fields.maybe("tripped", fields::instant),
                fields.text("words"));
    }

    static Json.Obj write(Recovery recovery) {
        var members = new LinkedHashMap<String, Json>();
        members.put("injection", Json.of(recovery.injection()));
        members.put("probe", Json.of(recovery.probe()));
        members.put("fault_on", Times.instant(recovery.faultOn()));
        members.put("fault_off", Times.instant(recovery.faultOff()));
        InjectionRecords.put(members, "time_to_detect", recovery.timeToDetect().map(Times::duration));
        InjectionRecords.put(
                members, "time_to_recover", recovery.timeToRecover().map(Times::duration));
        return new Json.Obj(members);
    }

    static Recovery recovery(JournalFields fields) {
        return new Recovery(
                fields.text("injection"),
                fields.text("probe"),
                fields.instant("fault_on"),
                fields.instant("fault_off"),
                fields.maybe("time_to_detect", fields::duration),
                fields.maybe("time_to_recover", fields::duration));
    }

    static Json.Obj write(Finding finding) {
        return Json.object(
                "title",
                finding.title(),
                "where",
                finding.where(),
                "evidence",
                finding.evidence(),
                "moment",
                Times.instant(finding.moment()),
                "faults",
                InjectionRecords.texts(finding.faults()),
                "runbook",
                InjectionRecords.texts(finding.runbook()));
    }

    static Finding finding(JournalFields fields) {
        return new Finding(
                fields.text("title"),
                fields.text("where"),
                fields.text("evidence"),
                fields.instant("moment"),
                fields.texts("faults"),
                fields.texts("runbook"));
    }

    static Json.Obj write(Proof proof) {
        return Json.object(
                "facts",
                proof.facts(),
                "residue",
                Json.of(proof.residue().stream().map(Observations::write).toList()),
                "meanwhile",
                InjectionRecords.texts(proof.meanwhile()));
    }

    private static Json.Obj write(Proof.Residue residue) {
        var members = new LinkedHashMap<String, Json>();
        members.put("words", Json.of(residue.words()));
        InjectionRecords.put(members, "clear", residue.clear().map(Json::of));
        return new Json.Obj(members);
    }

    static Proof proof(JournalFields fields) {
        return new Proof(
                fields.count("facts"),
                fields.list(
                        "residue",
                        residue -> new Proof.Residue(residue.text("words"), residue.maybe("clear", residue::text))),
                fields.texts("meanwhile"));
    }

    static Json.Obj write(Plan.BlastRadius radius) {
        return Json.object(
                "activity",
                radius.activity(),
                "kind",
                radius.kind(),
                "chosen",
                radius.chosen(),
                "found",
                radius.found(),
                "services",
                Json.of(radius.services().stream().map(Observations::write).toList()),
                "protected",
                Json.of(radius.spared().stream().map(Observations::write).toList()));
    }

    private static Json.Obj write(Plan.Service service) {
        return Json.object(
                "kind", service.kind(), "name", service.name(), "hit", service.hit(), "replicas", service.replicas());
    }

    private static Json.Obj write(Plan.Spared spared) {
        return Json.object("target", spared.target(), "why", spared.why());
    }

    static Plan.BlastRadius radius(JournalFields fields) {
        return new Plan.BlastRadius(
                fields.text("activity"),
                fields.text("kind"),
                fields.count("chosen"),
                fields.count("found"),
                fields.list(
                        "services",
                        service -> new Plan.Service(
                                service.text("kind"),
                                service.text("name"),
                                service.count("hit"),
                                service.count("replicas"))),
                fields.list("protected", spared -> new Plan.Spared(spared.text("target"), spared.text("why"))));
    }
}
