package dev.shakeout.faults.kubernetes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What CoreDNS is configured by, read as far as is needed to put something into its server blocks
 * (https://coredns.io/manual/configuration/).
 *
 * @param places where the first line of each server block begins
 * @param reloads whether CoreDNS looks for changes of it by itself (https://coredns.io/plugins/reload/)
 * @param imports whether it takes in other files, in which may stand whatever
 */
record Corefile(String text, List<Integer> places, boolean reloads, boolean imports) {
    Corefile {
        places = List.copyOf(places);
    }

    /** @throws ApiRung.Unfit it cannot be read, and where */
    static Corefile read(String text) throws ApiRung.Unfit {
        return new Reader(text, words(text)).read();
    }

    /** The same with these whole lines at the beginning of each server block. */
    String with(String lines) {
        var changed = new StringBuilder(text);
        places.reversed().forEach(place -> changed.insert(place, lines));
        return changed.toString();
    }

    private record Word(String text, int line, int lastLine, int end) {
        boolean beginsLine(Word before) {
            return line > before.lastLine();
        }
    }

    /** A comment, text in quotes, a word, or a quote that is not closed. A comment may begin within a line's last word. */
    private static final Pattern PIECE =
            Pattern.compile("#[^\\n]*|\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\\s\"#][^\\s#]*|\"", Pattern.DOTALL);

    private static List<Word> words(String text) throws ApiRung.Unfit {
        var words = new ArrayList<Word>();
        Matcher piece = PIECE.matcher(text);
        int line = 1;
        int counted = 0;
        while (piece.find()) {
            line += lines(text, counted, piece.start());
            int lastLine = line + lines(text, piece.start(), piece.end());
            counted = piece.end();
            String word = piece.group();
            if (word.equals("\"")) {
                throw unreadable("a quote in line " + line + " is not closed");
            }
            if (!word.startsWith("#")) {
                String bare = word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
                words.add(new Word(bare, line, lastLine, piece.end()));
            }
            line = lastLine;
        }
        return words;
    }

    private static int lines(String text, int from, int to) {
        return (int)
                text.substring(from, to).chars().filter(each -> each == '\n').count();
    }

    private static ApiRung.Unfit unreadable(String why) {
        return new ApiRung.Unfit("its Corefile cannot be read: " + why);
    }

    private static final class Reader {
        private final String text;
        private final List<Word> words;
        private final List<Integer> places = new ArrayList<>();
        private final Set<String> snippets = new HashSet<>();
        private boolean reloads;
        private boolean imports;
        private int at;

        Reader(String text, List<Word> words) {
            this.text = text;
            this.words = words;
        }

        Corefile read() throws ApiRung.Unfit {
            while (at < words.size()) {
                if (words.get(at).text().equals("import")) {
                    at++;
                    takeIn();
                    at++;
                } else {
                    readBlock();
                }
            }
            if (places.isEmpty()) {
                throw unreadable("there is no server block in it");
            }
            return new Corefile(text, places, reloads, imports);
        }

        /** What is imported is a snippet of this file, or other files. */
        private void takeIn() {
            imports |=
                    at >= words.size() || !snippets.contains("(" + words.get(at).text() + ")");
        }

        private void readBlock() throws ApiRung.Unfit {
            List<String> names = names();
            Word open = words.get(at++);
            if (names.isEmpty()) {
                throw unreadable("'{' in line " + open.line() + " follows no zone");
            }
            String name = names.getFirst();
            if (names.size() == 1 && name.startsWith("(") && name.endsWith(")")) {
                snippets.add(name);
            } else {
                places.add(place(open));
            }
            readBody(open);
        }

        /** Zones, up to the brace; a comma at the end of a line goes on in the next. */
        private List<String> names() throws ApiRung.Unfit {
            int first = at;
            while (at < words.size() && !words.get(at).text().equals("{")) {
                boolean another = at > first && words.get(at).beginsLine(words.get(at - 1));
                if (another && !words.get(at - 1).text().endsWith(",")) {
                    break;
                }
                at++;
            }
            if (at >= words.size() || !words.get(at).text().equals("{")) {
                throw unreadable("the server block of line " + words.get(first).line() + " has no braces");
            }
            return words.subList(first, at).stream().map(Word::text).toList();
        }

        private int place(Word open) throws ApiRung.Unfit {
            if (at < words.size() && words.get(at).line() == open.line()) {
                throw unreadable("what follows '{' in line " + open.line() + " must stand on a line of its own");
            }
            return text.indexOf('\n', open.end()) + 1;
        }

        private void readBody(Word open) throws ApiRung.Unfit {
            Word before = open;
            for (int depth = 1; depth > 0; at++) {
                if (at >= words.size()) {
                    throw unreadable("the block that begins in line " + open.line() + " has no end");
                }
                Word word = words.get(at);
                switch (word.text()) {
                    case "{" -> depth++;
                    case "}" -> depth--;
                    case "reload" -> reloads |= depth == 1 && word.beginsLine(before);
                    case "import" -> {
                        if (word.beginsLine(before)) {
                            at++;
                            takeIn();
                            at--;
                        }
                    }
                    default -> {} // some other plugin, or what it is given
                }
                before = word;
            }
        }
    }
}
