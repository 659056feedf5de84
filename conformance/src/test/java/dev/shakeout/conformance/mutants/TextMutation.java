package dev.shakeout.conformance.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What can go wrong with a text on its way, or under clumsy fingers. It knows of no format. */
enum TextMutation {
    FLIP_A_BIT {
        @Override
        String of(String text, Random random) {
            int at = random.nextInt(text.length());
            return text.substring(0, at) + (char) (text.charAt(at) ^ (1 << random.nextInt(8))) + text.substring(at + 1);
        }
    },
    DROP_CHARACTERS {
        @Override
        String of(String text, Random random) {
            int from = random.nextInt(text.length());
            return text.substring(0, from) + text.substring(end(from, text, random));
        }
    },
    REPEAT_CHARACTERS {
        @Override
        String of(String text, Random random) {
            int from = random.nextInt(text.length());
            int to = end(from, text, random);
            int times = random.nextInt(20) == 0 ? 200 : 2;
            return text.substring(0, from) + text.substring(from, to).repeat(times) + text.substring(to);
        }
    },
    PUT_IN {
        @Override
        String of(String text, Random random) {
            return put(OddWords.bit(random), text, random);
        }
    },
    PUT_IN_A_LONG_ONE {
        @Override
        String of(String text, Random random) {
            return put(OddWords.bit(random).repeat(1 + random.nextInt(300)), text, random);
        }
    },
    CUT_OFF {
        @Override
        String of(String text, Random random) {
            return text.substring(0, random.nextInt(text.length()));
        }
    },
    DROP_A_LINE {
        @Override
        String of(String text, Random random) {
            List<String> lines = lines(text);
            lines.remove(random.nextInt(lines.size()));
            return String.join("\n", lines);
        }
    },
    REPEAT_A_LINE {
        @Override
        String of(String text, Random random) {
            List<String> lines = lines(text);
            int at = random.nextInt(lines.size());
            lines.add(random.nextBoolean() ? at : random.nextInt(lines.size()), lines.get(at));
            return String.join("\n", lines);
        }
    },
    SWAP_LINES {
        @Override
        String of(String text, Random random) {
            List<String> lines = lines(text);
            java.util.Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
            return String.join("\n", lines);
        }
    },
    INDENT_A_LINE {
        @Override
        String of(String text, Random random) {
            List<String> lines = lines(text);
            int at = random.nextInt(lines.size());
            String blank = random.nextInt(4) == 0 ? "\t" : " ".repeat(1 + random.nextInt(9));
            lines.set(at, random.nextInt(3) == 0 ? lines.get(at).stripLeading() : blank + lines.get(at));
            return String.join("\n", lines);
        }
    },
    OTHER_LINE_BREAKS {
        @Override
        String of(String text, Random random) {
            return text.replace("\n", random.nextBoolean() ? "\r\n" : "\r");
        }
    },
    REPLACE_A_WORD {
        @Override
        String of(String text, Random random) {
            int from = random.nextInt(text.length());
            int to = from;
            while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
                to++;
            }
            return text.substring(0, from) + OddWords.value(random) + text.substring(to);
        }
    };

    private static final int LONGEST_RANGE = 40;

    /** @param text not empty */
    abstract String of(String text, Random random);

    private static int end(int from, String text, Random random) {
        int longest = random.nextInt(10) == 0 ? text.length() - from : Math.min(LONGEST_RANGE, text.length() - from);
        return from + 1 + random.nextInt(longest);
    }

    private static String put(String what, String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + what + text.substring(at);
    }

    private static List<String> lines(String text) {
        return new ArrayList<>(List.of(text.split("\n", -1)));
    }
}
