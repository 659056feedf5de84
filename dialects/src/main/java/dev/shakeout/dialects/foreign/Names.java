package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names as Kubernetes takes them, none of them twice. */
public final class Names {
    private static final Field TITLE =
            Field.kept("title", "metadata.name, as Kubernetes spells names, and the annotation shakeout.dev/title");
    private static final Field DESCRIPTION = Field.kept("description", "the annotation shakeout.dev/description");
    private static final Field TAGS = Field.kept(
            "tags", "metadata.labels for those that are key=value; the annotation shakeout.dev/tags for others");
    private static final String LABEL = "(?:[a-z0-9.-]{1,200}/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
            + "=(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?";
    /** What a tool adds to them must fit into 63 letters. */
    private static final int LONGEST = 45;

    private final Set<String> taken = new HashSet<>();

    static List<Field> fields() {
        return List.of(TITLE, DESCRIPTION, TAGS);
    }

    /** A name like this one that is not taken yet. */
    public String of(String wanted) {
        String plain = spelled(wanted);
        String name = plain;
        for (int count = 2; !taken.add(name); count++) {
            name = plain + "-" + count;
        }
        return name;
    }

    /** In small letters, with a dash for all else. */
    public static String spelled(String text) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String shorter = plain.length() > LONGEST ? plain.substring(0, LONGEST).replaceAll("-+$", "") : plain;
        return shorter.isEmpty() ? "experiment" : shorter;
    }

    static Json.Obj metadata(Sheet top) {
        String title = top.take(TITLE, Type.text()).orElse("");
        Map<String, Json> labels = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (String tag : top.take(TAGS, Type.texts()).orElse(List.of())) {
            if (tag.matches(LABEL)) {
                labels.put(tag.substring(0, tag.indexOf('=')), Json.of(tag.substring(tag.indexOf('=') + 1)));
            } else {
                words.add(tag);
            }
        }
        Map<String, Json> annotations = new LinkedHashMap<>();
        annotations.put("shakeout.dev/title", Json.of(title));
        top.take(DESCRIPTION, Type.text())
                .ifPresent(text -> annotations.put("shakeout.dev/description", Json.of(text)));
        if (!words.isEmpty()) {
            annotations.put("shakeout.dev/tags", Json.of(String.join(", ", words)));
        }
        Json.Obj metadata = Json.object("name", spelled(title));
        Json.Obj labelled = labels.isEmpty() ? metadata : metadata.with("labels", new Json.Obj(labels));
        return labelled.with("annotations", new Json.Obj(annotations));
    }
}
