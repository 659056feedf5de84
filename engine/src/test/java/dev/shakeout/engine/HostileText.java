package dev.shakeout.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Texts that a careless shell would run, split or expand; each tries to make the bait file. */
final class HostileText {
    private static final List<String> PIECES = List.of(
            "'",
            "\"",
            "\\",
            "\n",
            "\r",
            "\t",
            " ",
            "`touch BAIT`",
            "$(touch BAIT)",
            "; touch BAIT;",
            "&& touch BAIT #",
            "'; touch BAIT; '",
            "\"; touch BAIT; \"",
            "\ntouch BAIT\n",
            "| touch BAIT",
            "$HOME",
            "${PATH}",
            "$1",
            "$@",
            "*",
            "?",
            "[a-z]*",
            "~",
            "--",
            "-n",
            "-e",
            "!",
            "#",
            "%s",
            "\\0",
            "\\n",
            "\u00e9\u4e16\ud83d\ude00",
            "\u0085",
            "\u2028",
            "EOF",
            "<<EOF",
            ">BAIT",
            "\u001b[2J",
            "\u0007",
            "");

    private final Random random;
    private final int longest;

    /**
     * Makes texts from a seed.
     *
     * @param longest in characters; the kernel takes no argument of 128 KiB or more (execve(2))
     */
    HostileText(Random random, int longest) {
        this.random = random;
        this.longest = longest;
    }

    String word(Path bait) {
        if (random.nextInt(60) == 0) {
            return "x'".repeat(1 + random.nextInt(longest / 2));
        }
        var word = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            word.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return word.toString().replace("BAIT", bait.toString());
    }

    String[] words(Path bait) {
        var words = new String[random.nextInt(5)];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(bait);
        }
        return words;
    }
}
