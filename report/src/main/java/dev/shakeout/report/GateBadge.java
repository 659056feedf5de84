package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.report.gate.Answer;

/** A gate's answer as a small picture for a README. */
public final class GateBadge {
    private static final int HEIGHT = 20;
    private static final int MARGIN = 6;
    /** Of a letter of 11 px in the fonts below, generously: nothing may stick out. */
    private static final double LETTER = 6.6;

    private static final String LEFT = "#444";
    private static final String GREEN = "#1a7f37";
    private static final String RED = "#b3261e";

    private GateBadge() {}

    public static String of(Answer answer) {
        String label = "chaos gate";
        String word = answer.word();
        double left = width(label);
        double right = width(word);
        return tag(
                                "svg",
                                attribute("xmlns", "http://www.w3.org/2000/svg"),
                                attribute("width", left + right),
                                attribute("height", HEIGHT),
                                attribute("role", "img"),
                                attribute("aria-label", label + ": " + word),
                                tag("title", text(Plain.line(answer.question().subject() + ": " + word))),
                                box(0, left, LEFT),
                                box(left, right, answer.open() ? GREEN : RED),
                                words(left / 2, label),
                                words(left + right / 2, word))
                        .write()
                + "\n";
    }

    private static double width(String words) {
        return Math.ceil(words.length() * LETTER) + 2 * MARGIN;
    }

    private static Markup box(double x, double width, String colour) {
        return tag(
                "rect",
                attribute("x", x),
                attribute("width", width),
                attribute("height", HEIGHT),
                attribute("fill", colour));
    }

    private static Markup words(double middle, String words) {
        return tag(
                "text",
                attribute("x", middle),
                attribute("y", 14),
                attribute("fill", "#fff"),
                attribute("font-family", "Verdana, DejaVu Sans, sans-serif"),
                attribute("font-size", 11),
                attribute("text-anchor", "middle"),
                text(words));
    }
}
