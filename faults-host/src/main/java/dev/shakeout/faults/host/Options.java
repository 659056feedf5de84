package dev.shakeout.faults.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code --name=value} words on the command line of one of our own children. */
public record Options(List<String> words) {
    public static Options of(String[] words) {
        return new Options(List.of(words));
    }

    /** @throws IllegalArgumentException when it was not given */
    public String get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("--" + name + "=… is missing"));
    }

    public Optional<String> find(String name) {
        return all(name).stream().findFirst();
    }

    /** Every value of a word that may be given more than once; the value may also follow as a word of its own. */
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith("--" + name + "=")) {
                values.add(words.get(i).substring(name.length() + 3));
            } else if (words.get(i).equals("--" + name) && i + 1 < words.size()) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }

    public boolean has(String name) {
        return words.contains("--" + name);
    }
}
