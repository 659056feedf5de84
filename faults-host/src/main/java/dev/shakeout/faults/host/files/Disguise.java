package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.Options;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cryptomator.jfuse.api.Stat;

/** Attributes that a file is said to have, by their names; of others the truth is told. */
record Disguise(Map<String, String> attributes) {
    private static final int RIGHTS = 07777;

    /** From words such as --as-mode=0440 --as-uid=1000 --as-modified=2020-01-01T00:00:00Z. */
    static Disguise of(Options options) {
        var found = new HashMap<String, String>();
        for (String word : options.words()) {
            if (word.startsWith("--as-")) {
                found.put(word.substring(5, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }
        return new Disguise(Map.copyOf(found));
    }

    void dress(Stat stat) {
        find("mode").ifPresent(text -> stat.setMode((stat.getMode() & ~RIGHTS) | (Integer.parseInt(text, 8) & RIGHTS)));
        find("uid").ifPresent(text -> stat.setUid((int) Long.parseLong(text)));
        find("gid").ifPresent(text -> stat.setGid((int) Long.parseLong(text)));
        find("links").ifPresent(text -> stat.setNLink(Short.parseShort(text)));
        find("size").ifPresent(text -> stat.setSize(Long.parseLong(text)));
        find("accessed").ifPresent(text -> stat.aTime().set(Instant.parse(text)));
        find("modified").ifPresent(text -> stat.mTime().set(Instant.parse(text)));
        find("changed").ifPresent(text -> stat.cTime().set(Instant.parse(text)));
    }

    private Optional<String> find(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }
}
