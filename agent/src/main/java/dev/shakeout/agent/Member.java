package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent that a run may speak with, as its server knows it.
 *
 * @param name of its host, for people
 * @param rungs by fault, the ways that hold there, best first, as it says itself
 */
public record Member(String id, String name, Map<String, String> labels, Json.Obj rungs) {
    public Member {
        labels = Map.copyOf(labels);
    }

    /** All of them. There may be thousands, most of whose hosts offer the same ways, which are named once. */
    public static Json.Obj json(List<Member> members) {
        var rungs = new LinkedHashMap<Json.Obj, Integer>();
        List<Json> each = members.stream()
                .<Json>map(member -> Json.object(
                        "id",
                        member.id,
                        "name",
                        member.name,
                        "labels",
                        Line.of(member.labels),
                        "rungs",
                        rungs.computeIfAbsent(member.rungs, _ -> rungs.size())))
                .toList();
        return Json.object("members", Json.of(each), "rungs", Json.of(List.copyOf(rungs.keySet())));
    }

    /** @throws BadValue they are none */
    public static List<Member> read(Json.Obj json) {
        var line = new Line(json);
        List<Json> rungs = line.list("rungs");
        return line.list("members").stream()
                .map(Line::new)
                .map(member -> new Member(
                        member.text("id"),
                        member.text("name"),
                        member.map("labels"),
                        rungs(rungs, member.number("rungs"))))
                .toList();
    }

    private static Json.Obj rungs(List<Json> all, double number) {
        int index = (int) number;
        if (index >= 0 && index < all.size() && all.get(index) instanceof Json.Obj rungs) {
            return rungs;
        }
        throw new BadValue("there are no rungs of number " + number);
    }
}
