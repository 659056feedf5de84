package dev.shakeout.faults.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.testbed.KubernetesApi;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Config maps and secrets that tests make in the default namespace. */
record Configs(KubernetesApi api) {
    static final String MAPS = ResourceType.CONFIG_MAP.path("default");
    private static final String SECRETS = ResourceType.SECRET.path("default");

    static Arguments key(String key) {
        return Arguments.NONE.with(ConfigKey.KEY, key);
    }

    static Selector named(String name) {
        return WithCluster.named(ConfigFinder.KIND, name);
    }

    static Selector secretNamed(String name) {
        var by = Arguments.NONE.with(ConfigFinder.TYPE, "secret").with(Criteria.NAME, name);
        return new Selector(ConfigFinder.KIND, by, WithCluster.ONE);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    void map(String name, Map<String, String> data) throws IOException {
        api.create(MAPS, Json.object("metadata", Json.object("name", name), "data", json(data)));
    }

    void secret(String name, String type, Map<String, String> data) throws IOException {
        api.create(SECRETS, Json.object("metadata", Json.object("name", name), "type", type, "data", json(data)));
    }

    private static Json.Obj json(Map<String, String> texts) {
        Json.Obj json = Json.Obj.EMPTY;
        for (Map.Entry<String, String> each : texts.entrySet()) {
            json = json.with(each.getKey(), Json.of(each.getValue()));
        }
        return json;
    }

    Map<String, String> data(String map) throws IOException {
        return texts(api.get(MAPS + "/" + map));
    }

    Map<String, String> secretData(String secret) throws IOException {
        return texts(api.get(SECRETS + "/" + secret));
    }

    private static Map<String, String> texts(KubernetesObject object) {
        var texts = new HashMap<String, String>();
        if (object.field("data").orElseThrow() instanceof Json.Obj(var members)) {
            members.forEach((key, value) -> texts.put(key, value.text()));
        }
        return texts;
    }
}
