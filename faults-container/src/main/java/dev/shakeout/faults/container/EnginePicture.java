package dev.shakeout.faults.container;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Proof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An engine's containers at one moment.
 *
 * @param names of all that there are, by their ids
 */
record EnginePicture(ContainerEngine engine, Map<String, String> names, Map<Place, String> facts) {
    private static final int MOST_TOLD = 50;

    /** What of a container. */
    private enum What {
        NAME,
        STATE,
        NETWORK
    }

    /** @param item the network; else empty */
    record Place(String id, What what, String item) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }
    }

    /** @param closely ids of those of which more is looked at than a list says */
    static EnginePicture take(ContainerEngine engine, Set<String> closely) throws IOException {
        var picture = new EnginePicture(engine, new TreeMap<>(), new TreeMap<>());
        for (Listed listed : Criteria.listed(engine, true)) {
            String name = String.join(", ", new TreeSet<>(listed.names()));
            picture.names.put(listed.id(), name);
            picture.facts.put(new Place(listed.id(), What.NAME, ""), name);
            picture.facts.put(new Place(listed.id(), What.STATE, ""), listed.state());
        }
        for (String id : closely) {
            if (picture.names.containsKey(id)) {
                Container container = Container.read(engine, id);
                container
                        .networks()
                        .forEach((network, _) -> picture.facts.put(
                                new Place(id, What.NETWORK, network),
                                said(ContainerDisconnect.endpoint(container, network))));
            }
        }
        return picture;
    }

    /** Names in any order, as an engine may add its own to them. */
    private static String said(Json.Obj endpoint) {
        var words = new TreeSet<String>();
        endpoint.members().forEach((key, value) -> {
            if (value instanceof Json.Arr(var each)) {
                each.forEach(one -> words.add(key + " " + one.compact()));
            } else {
                words.add(key + " " + value.compact());
            }
        });
        return "connected " + words;
    }

    /** @param steps what the run's steps ask this engine for */
    Proof compare(EnginePicture after, List<String> steps) {
        var residue = new ArrayList<Proof.Residue>();
        var meanwhile = new ArrayList<String>();
        var all = new TreeSet<>(facts.keySet());
        all.addAll(after.facts.keySet());
        for (Place place : all) {
            Optional<String> then = Optional.ofNullable(facts.get(place));
            Optional<String> now = Optional.ofNullable(after.facts.get(place));
            if (then.equals(now)) {
                continue;
            }
            boolean both = names.containsKey(place.id) && after.names.containsKey(place.id);
            if (!both) {
                if (place.what == What.NAME) {
                    meanwhile.add((then.isEmpty() ? "new: container " : "gone: container ")
                            + then.or(() -> now).orElse(""));
                }
            } else if (steps.stream().anyMatch(step -> asksFor(step, place))) {
                residue.add(new Proof.Residue(words(place, then, now), after.clear(place, then, now)));
            } else {
                meanwhile.add(words(place, then, now));
            }
        }
        return new Proof(
                all.size(), residue, meanwhile.stream().limit(MOST_TOLD).toList());
    }

    private static boolean asksFor(String step, Place place) {
        return step.contains(place.id)
                && switch (place.what) {
                    case NAME -> step.contains("/rename?");
                    case STATE ->
                        Stream.of("/pause\"", "/stop?", "/kill?", "/restart?").anyMatch(step::contains);
                    case NETWORK ->
                        step.contains("/disconnect\"") && step.contains("\n" + ContainerDisconnect.encoded(place.item));
                };
    }

    private String words(Place place, Optional<String> then, Optional<String> now) {
        String container = "container " + names.get(place.id);
        return switch (place.what) {
            case NAME -> container + " is called " + now.orElse("nothing");
            case STATE -> container + ": was " + then.orElse("") + ", is " + now.orElse("");
            case NETWORK ->
                container + " on the network " + place.item + ": was " + then.orElse("not connected") + ", is "
                        + now.orElse("not connected");
        };
    }

    /** What a person can run; how it was on a network takes more than a line. */
    private Optional<String> clear(Place place, Optional<String> then, Optional<String> now) {
        return switch (place.what) {
            case NAME -> then.map(name -> post("rename?name=" + name, place.id));
            case STATE -> Optional.of(post(now.stream().anyMatch("paused"::equals) ? "unpause" : "start", place.id));
            case NETWORK -> Optional.empty();
        };
    }

    private String post(String what, String id) {
        return "curl -X POST --unix-socket " + Inverse.quote(engine.socket().toString()) + " "
                + Inverse.quote("http://engine/containers/" + id + "/" + what);
    }
}
