package dev.shakeout.probes;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Twins of chaostoolkit-toxiproxy 0.3. What makes or changes a proxy has none: it writes the proxy's port into the
 * configuration of the extension's own process, where functions after it look it up.
 */
public final class ToxiproxyTwins implements Twin.Table {
    private static final String TOXIC = "for_proxy toxic_name ";

    @Override
    public List<Twin> twins() {
        return List.of(
                Twin.of("chaostoxi.proxy.actions.delete_proxy", "proxy_name", ToxiproxyTwins::deleteProxy),
                Twin.of("chaostoxi.proxy.actions.reset", "", ToxiproxyTwins::reset),
                Twin.of("chaostoxi.proxy.probes.proxy_exist", "proxy_name", ToxiproxyTwins::exists),
                Twin.of(
                        "chaostoxi.proxy.probes.get_proxy_attribute",
                        "proxy_name attribute",
                        ToxiproxyTwins::attribute),
                Twin.of("chaostoxi.toxic.actions.delete_toxic", TOXIC.strip(), ToxiproxyTwins::deleteToxic),
                Twin.of(
                        "chaostoxi.toxic.actions.create_toxic",
                        TOXIC + "toxic_type stream? toxicity? attributes?",
                        ToxiproxyTwins::createToxic),
                toxic("create_latency_toxic", "latency", "latency jitter?"),
                toxic("create_bandwith_degradation_toxic", "bandwidth", "rate"),
                toxic("create_slow_connection_close_toxic", "slow_close", "delay"),
                toxic("create_timeout_toxic", "timeout", "timeout"),
                toxic("create_slicer_toxic", "slicer", "average_size size_variation delay"),
                Twin.of(
                        "chaostoxi.toxic.actions.create_limiter_toxic",
                        TOXIC + "bytes_limit",
                        call -> create(call, Json.of("limit_data"), Json.object("bytes", given(call, "bytes_limit")))));
    }

    private static Twin toxic(String function, String type, String attributes) {
        return Twin.of("chaostoxi.toxic.actions." + function, TOXIC + attributes, call -> {
            var filled = new LinkedHashMap<String, Json>();
            for (String attribute : attributes.split(" ", -1)) {
                String name = attribute.replace("?", "");
                filled.put(name, call.arguments().get(name).orElse(Json.of(0)));
            }
            return create(call, Json.of(type), new Json.Obj(filled));
        });
    }

    private static Json createToxic(Twin.Call call) throws ProbeFailed, InterruptedException {
        return create(call, given(call, "toxic_type"), given(call, "attributes"));
    }

    private static Json create(Twin.Call call, Json type, Json attributes) throws ProbeFailed, InterruptedException {
        String name = call.text("toxic_name");
        var toxic = Json.object(
                "name",
                name,
                "type",
                type,
                "stream",
                call.arguments().get("stream").orElse(Json.of("downstream")),
                "toxicity",
                call.arguments().get("toxicity").orElse(Json.of(1.0)),
                "attributes",
                attributes);
        var reply = send(call, "POST", "/proxies/" + call.text("for_proxy") + "/toxics", toxic);
        if (!reply.ok()) {
            throw ExtensionCall.failed(
                    "Unable to create toxic for proxy: " + call.text("for_proxy") + " (the server answered "
                            + reply.status() + ": " + reply.text().strip() + ")");
        }
        return Json.of(isNamed(reply.json(), name));
    }

    private static Json deleteToxic(Twin.Call call) throws ProbeFailed, InterruptedException {
        String path = "/proxies/" + call.text("for_proxy") + "/toxics/" + call.text("toxic_name");
        return Json.of(send(call, "DELETE", path, Json.Null.NULL).ok());
    }

    /** Never fails, as there. */
    private static Json deleteProxy(Twin.Call call) throws InterruptedException {
        try {
            send(call, "DELETE", "/proxies/" + call.text("proxy_name"), Json.Null.NULL);
        } catch (ProbeFailed _) {
            // there it is only warned of
        }
        return Json.Null.NULL;
    }

    private static Json reset(Twin.Call call) throws ProbeFailed, InterruptedException {
        return Json.of(send(call, "POST", "/reset", Json.Null.NULL).ok());
    }

    private static Json exists(Twin.Call call) throws ProbeFailed, InterruptedException {
        var reply = proxy(call);
        return Json.of(reply.ok() && isNamed(reply.json(), call.text("proxy_name")));
    }

    private static Json attribute(Twin.Call call) throws ProbeFailed, InterruptedException {
        var reply = proxy(call);
        if (!reply.ok()) {
            return Json.Null.NULL;
        }
        String name = call.text("attribute");
        return reply.json() instanceof Json.Obj proxy && proxy.get(name).isPresent()
                ? proxy.get(name).get()
                : fail("the proxy has no attribute '" + name + "'");
    }

    private static Json fail(String words) throws ProbeFailed {
        throw ExtensionCall.failed(words);
    }

    private static ExtensionCall.Reply proxy(Twin.Call call) throws ProbeFailed, InterruptedException {
        return send(call, "GET", "/proxies/" + call.text("proxy_name"), Json.Null.NULL);
    }

    private static boolean isNamed(Json thing, String name) {
        return thing instanceof Json.Obj members
                && members.get("name").filter(Json.of(name)::equals).isPresent();
    }

    private static Json given(Twin.Call call, String name) {
        return call.arguments().get(name).orElse(Json.Null.NULL);
    }

    private static ExtensionCall.Reply send(Twin.Call call, String method, String path, Json body)
            throws ProbeFailed, InterruptedException {
        return ExtensionCall.of(call, method, base(call.configuration()) + path, body)
                .send(true);
    }

    private static String base(Json.Obj configuration) {
        Optional<Json> url = configuration.get("toxiproxy_url").filter(Json::truthy);
        String host = configuration.get("toxiproxy_host").map(Json::text).orElse("None");
        String port = configuration
                .get("toxiproxy_port")
                .filter(Json::truthy)
                .map(Json::text)
                .orElse("8474");
        return url.map(Json::text).orElse("http://" + host + ":" + port);
    }
}
