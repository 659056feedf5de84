package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.ProcessIdentity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a run of Chaos Toolkit is, as told by the control that stands in it, by its journal, and by its process.
 *
 * @param folder of the run
 */
record Course(Path folder) {
    /** What it is at. */
    enum Phase {
        NOT_BEGUN("it has not begun"),
        LOADING("it reads its experiment"),
        GATE("it checks its steady state before the method"),
        METHOD("it runs its method"),
        AFTER("its method is over"),
        ROLLBACKS("it runs its rollbacks"),
        OVER("it is over");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** For outputs: not-begun. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One look.
     *
     * @param lives whether its process is there
     * @param acted the actions of its method that have begun, in order
     * @param begun all activities that have begun, probes too, in order; those that run beside each other in any
     * @param judges whether it has a steady state of its own to check
     */
    record Look(Phase phase, boolean lives, List<String> acted, List<String> begun, boolean judges) {}

    /** Its process has noted who it is; before that it could not be told from one that is over. */
    boolean begun() {
        return Files.exists(folder.resolve("keeper"));
    }

    /** Whether it was ended before it came to its end. */
    boolean cut() {
        return Files.exists(folder.resolve("cut"));
    }

    boolean killed() {
        return Files.exists(folder.resolve("killed"));
    }

    Look look() {
        boolean lives = lives("runner") || lives("keeper"); // before the trace, which may come to its end meanwhile
        Phase phase = begun() ? Phase.LOADING : Phase.NOT_BEGUN;
        var acted = new ArrayList<String>();
        var begun = new ArrayList<String>();
        boolean judges = false;
        for (String line : first(lines())) {
            String word = line.split(" ", 2)[0];
            switch (word) {
                case "ready" -> judges = line.contains("true");
                case "gate" -> phase = Phase.GATE;
                case "method" -> phase = Phase.METHOD;
                case "method-over" -> phase = Phase.AFTER;
                case "rollbacks" -> phase = Phase.ROLLBACKS;
                case "begins" -> {
                    Json.Obj what = object(line.substring(word.length()));
                    begun.add(text(what, "name"));
                    if (phase == Phase.METHOD && text(what, "type").equals("action")) {
                        acted.add(begun.getLast());
                    }
                }
                default -> {}
            }
        }
        return new Look(begun() && !lives ? Phase.OVER : phase, lives, List.copyOf(acted), List.copyOf(begun), judges);
    }

    /** A run of what is left of the rollbacks tells into the same file. */
    private static List<String> first(List<String> lines) {
        var mine = new ArrayList<String>();
        for (String line : lines) {
            if (line.startsWith("ready") && !mine.isEmpty()) {
                break;
            }
            mine.add(line);
        }
        return mine;
    }

    private List<String> lines() {
        return read("trace").lines().toList();
    }

    /** It ended by itself with this exit status. */
    Optional<Integer> status() {
        String text = read("status").strip();
        return text.matches("\\d{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Empty while there is none that is whole. */
    Optional<Json.Obj> journal() {
        try {
            String text = read("journal.json");
            return !text.isBlank() && JsonReader.read(text) instanceof Json.Obj journal
                    ? Optional.of(journal)
                    : Optional.empty();
        } catch (BadValue _) {
            return Optional.empty();
        }
    }

    /** What it has said on its terminal. */
    String said() {
        return read("said");
    }

    /** One that was killed, or whose host was started again, has left no process with that start. */
    private boolean lives(String who) {
        String[] words = read(who).strip().split(" ", -1);
        if (words.length < 2 || !words[0].matches("\\d{1,10}") || !words[1].matches("\\d{1,18}")) {
            return false;
        }
        return new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])).lives();
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException _) {
            return ""; // not there yet
        }
    }

    private static Json.Obj object(String text) {
        try {
            return JsonReader.read(text) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        } catch (BadValue _) {
            return Json.Obj.EMPTY; // a line that is just being written
        }
    }

    private static String text(Json.Obj object, String name) {
        return object.get(name).map(Json::text).orElse("");
    }
}
