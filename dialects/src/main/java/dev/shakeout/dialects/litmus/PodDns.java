package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.PeerNames;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions to DNS servers are answered with an error, or with the address of another host. */
record PodDns(String name, boolean spoof) implements HubFault {
    private static final Field HOSTS = Field.kept("TARGET_HOSTNAMES", "names; all if none is given");
    private static final Field SCHEME = Field.kept(
            "MATCH_SCHEME",
            "names: as they are for exact, with * around them for substring, and try: the first that has a dot");
    private static final Field MAP = Field.kept(
            "SPOOF_MAP",
            "names and addresses: a fault for each host, which is answered with the"
                    + " addresses that the other host has");
    private static final Field NOTHING_TO_SPOOF = Field.notSupported(
            "SPOOF_MAP", "it is empty, so that nothing would be answered wrongly; name at least one host");

    static List<HubFault> all() {
        return List.of(new PodDns("pod-dns-error", false), new PodDns("pod-dns-spoof", true));
    }

    @Override
    public String introduction() {
        return spoof ? "`dns/answer` in the pods." : "`dns/error` in the pods: the name does not exist.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(spoof ? List.of(MAP, NOTHING_TO_SPOOF) : List.of(HOSTS, SCHEME));
        fields.addAll(Pods.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "60", "MATCH_SCHEME", "exact", "SEQUENCE", "parallel");
    }

    @Override
    public List<Origin> origins() {
        Origin origin = spoof
                ? Origin.of("dns/answer").by(OWN_ANSWER, PodDns::answer).leave("ttl", NO_TTL)
                : Origin.of("dns/error")
                        .only(
                                "code",
                                Json.of("NXDOMAIN"),
                                "the name does not exist, is what is answered there; leave it out")
                        .put(
                                "names",
                                HOSTS,
                                Form.always(names ->
                                        Json.of(JsonWriter.write(names(names)).strip())));
        return List.of(origin.only("percent", Json.of("100%"), "all questions are answered so there; leave it out")
                .leave("try", new Fidelity.Kept("nothing: it is about how the effect is measured")));
    }

    private static final Fidelity NO_TTL =
            new Fidelity.Approximated("nothing: how long an answer is kept is not said there");
    private static final Field OWN_NAMES = new Field(Origin.path("names"), List.of());
    private static final Field OWN_ANSWER = Field.kept(Origin.path("addresses"), "SPOOF_MAP, with names")
            .or(
                    new Fidelity.NotSupported(
                            "names are answered with what one other name has; give names, and one of another host in addresses"));

    private static void answer(Sheet arguments, Field ours, Sketch env) {
        List<String> names = PeerNames.list(arguments, OWN_NAMES);
        List<String> others = PeerNames.list(arguments, ours);
        boolean said =
                !names.isEmpty() && others.size() == 1 && !others.getFirst().equals("random");
        arguments.record(ours, ours.ways().get(said ? 0 : 1));
        var map = new LinkedHashMap<String, Json>();
        names.forEach(name -> map.put(name, Json.of(String.join(",", others))));
        env.put(MAP, JsonWriter.write(new Json.Obj(map)).strip());
    }

    private static Json names(Json list) {
        return list instanceof Json.Arr
                ? list
                : Json.of(Arrays.stream(list.text().split(",", -1))
                        .map(name -> Json.of(name.strip()))
                        .toList());
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application);
        return spoof ? spoofs(tunables, pods) : errors(tunables, pods);
    }

    private static List<Hit> errors(Tunables tunables, Pods pods) {
        boolean within = tunables.take(SCHEME, Type.choice("exact", "substring"))
                .filter("substring"::equals)
                .isPresent();
        List<String> hosts = tunables.take(HOSTS, new JsonList()).orElse(List.of());
        List<Json> names = hosts.stream()
                .map(name -> Json.of(within ? "*" + name + "*" : name))
                .toList();
        Draft arguments = Draft.at(tunables.positionOf(HOSTS));
        if (!names.isEmpty()) {
            arguments.put("names", Json.of(names));
        }
        // by * alone nobody could say which name exists, to measure the effect with; dots are a host's, not a part's
        hosts.stream()
                .filter(host -> within && host.contains("."))
                .findFirst()
                .ifPresent(host -> arguments.put("try", host));
        return pods.wholly(_ -> Hit.Call.of("dns/error", arguments));
    }

    private static List<Hit> spoofs(Tunables tunables, Pods pods) {
        Map<String, String> hosts = tunables.take(MAP, new JsonMap()).orElse(Map.of());
        if (hosts.isEmpty()) {
            tunables.sheet().note(NOTHING_TO_SPOOF, NOTHING_TO_SPOOF.ways().getFirst());
        }
        var hits = new ArrayList<Hit>();
        hosts.forEach((host, other) -> hits.addAll(pods.wholly(_ -> Hit.Call.of(
                "dns/answer",
                Draft.at(tunables.positionOf(MAP))
                        .put("names", Json.of(List.of(Json.of(host))))
                        .put("addresses", Json.of(List.of(Json.of(other))))))));
        return hits;
    }

    private static Json json(Json text) {
        try {
            return TreeReader.read("", text.text(), TreeReader.Form.JSON).json();
        } catch (InvalidInput _) {
            throw new BadValue("'" + text.text() + "' is no JSON");
        }
    }

    /** Names, as a JSON list within a text. */
    private record JsonList() implements Type<List<String>> {
        @Override
        public String name() {
            return "list";
        }

        @Override
        public String allowed() {
            return "a list in JSON, such as [\"shop.example\"]";
        }

        @Override
        public List<String> parse(Json text) {
            return json(text) instanceof Json.Arr list ? Type.texts().parse(list) : List.of(wrong(text));
        }

        private static String wrong(Json text) {
            throw new BadValue("'" + text.text() + "' is no list");
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }

    /** Texts by name, as a JSON object within a text. */
    record JsonMap() implements Type<Map<String, String>> {
        @Override
        public String name() {
            return "map";
        }

        @Override
        public String allowed() {
            return "an object in JSON, such as {\"shop.example\": \"other.example\"}";
        }

        @Override
        public Map<String, String> parse(Json text) {
            return new LinkedHashMap<>(Type.textMap().parse(json(text)));
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }
}
