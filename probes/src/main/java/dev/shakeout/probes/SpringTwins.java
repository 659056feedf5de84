package dev.shakeout.probes;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Map;

/** Twins of chaostoolkit-spring 0.3, which speaks with Chaos Monkey for Spring Boot. */
public final class SpringTwins implements Twin.Table {
    private static final String COMMON = "base_url headers? timeout? verify_ssl?";

    @Override
    public List<Twin> twins() {
        return List.of(
                Twin.of(
                        "chaosspring.actions.enable_chaosmonkey",
                        COMMON,
                        call -> change(call, "enable", "Enable ChaosMonkey")),
                Twin.of(
                        "chaosspring.actions.disable_chaosmonkey",
                        COMMON,
                        call -> change(call, "disable", "Disable ChaosMonkey")),
                Twin.of(
                        "chaosspring.actions.change_assaults_configuration",
                        COMMON + " assaults_configuration",
                        call -> change(call, "assaults", "Change ChaosMonkey Assaults Configuration")),
                Twin.of("chaosspring.probes.chaosmonkey_enabled", COMMON, SpringTwins::enabled),
                Twin.of("chaosspring.probes.watcher_configuration", COMMON, call -> read(call, "watcher")),
                Twin.of("chaosspring.probes.assaults_configuration", COMMON, call -> read(call, "assaults")));
    }

    private static Json change(Twin.Call call, String endpoint, String what) throws ProbeFailed, InterruptedException {
        var reply = send(call, "POST", endpoint);
        if (reply.status() != 200) {
            throw ExtensionCall.failed(what + " failed: " + reply.text());
        }
        return Json.of(reply.text());
    }

    private static Json enabled(Twin.Call call) throws ProbeFailed, InterruptedException {
        var reply = send(call, "GET", "status");
        return switch (reply.status()) {
            case 200 -> Json.of(true);
            case 503 -> Json.of(false);
            default -> throw ExtensionCall.failed("ChaosMonkey status enquiry failed: " + reply.text());
        };
    }

    private static Json read(Twin.Call call, String endpoint) throws ProbeFailed, InterruptedException {
        var reply = send(call, "GET", endpoint);
        if (reply.status() != 200) {
            throw ExtensionCall.failed("ChaosMonkey " + endpoint + " enquiry failed: " + reply.text());
        }
        return reply.json();
    }

    /** The time-out is sent as a part of the query, as there. */
    private static ExtensionCall.Reply send(Twin.Call call, String method, String endpoint)
            throws ProbeFailed, InterruptedException {
        Json timeout = call.find("timeout").filter(Json::truthy).orElse(Json.Null.NULL);
        Json assaults = call.find("assaults_configuration").filter(Json::truthy).orElse(Json.Null.NULL);
        var request = new ExtensionCall(
                call,
                method,
                call.text("base_url") + "/chaosmonkey/" + endpoint,
                Json.object("timeout", timeout),
                Map.of(),
                assaults);
        Json.Obj headers =
                call.find("headers").orElse(Json.Null.NULL) instanceof Json.Obj given ? given : Json.Obj.EMPTY;
        for (var header : headers.members().entrySet()) {
            request = request.with(header.getKey(), header.getValue().text());
        }
        if (headers.get("Accept").isEmpty()) {
            request = request.with("Accept", "application/json");
        }
        return request.send(call.find("verify_ssl").map(Json::truthy).orElse(true));
    }
}
