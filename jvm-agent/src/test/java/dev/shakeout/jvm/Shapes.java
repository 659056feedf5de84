package dev.shakeout.jvm;

import java.util.List;
import java.util.function.Supplier;

/** Methods of many shapes, to be changed in loaders of a test's own. */
public class Shapes implements Comparable<Shapes> {
    private final int number;

    public Shapes(int number) {
        this.number = number < 0 ? -number : number;
    }

    public int number() {
        return number;
    }

    public static int loop(int times) {
        int sum = 0;
        for (int i = 0; i < times; i++) {
            sum += i;
        }
        return sum;
    }

    public static int begins_with_a_loop() {
        while (System.nanoTime() < 0) {
            Thread.onSpinWait();
        }
        return 1;
    }

    public static String chosen(int which) {
        return switch (which) {
            case 0 -> "none";
            case 1 -> "one";
            case 1_000_000 -> "many";
            default -> "some " + which;
        };
    }

    public static String dense(int which) {
        return switch (which) {
            case 0 -> "a";
            case 1 -> "b";
            case 2 -> "c";
            case 3 -> "d";
            default -> "e";
        };
    }

    public static int caught(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        } finally {
            Thread.onSpinWait();
        }
    }

    public static String made(boolean plain) {
        // between new and the constructor there is a jump, so a frame says where it was made
        return new StringBuilder(plain ? "plain" : new String(plain ? "x" : "fancy")).toString();
    }

    public static long wide(long a, double b) {
        return a + (long) b;
    }

    public static float fraction() {
        return 0.5f;
    }

    public static boolean flag() {
        return false;
    }

    public static char letter() {
        return 'a';
    }

    public static Integer boxed() {
        return 1;
    }

    public static void nothing() {
        Thread.onSpinWait();
    }

    public static List<String> list() {
        Supplier<List<String>> lazy = () -> List.of("a");
        return lazy.get();
    }

    public static int overloaded() {
        return 0;
    }

    public static int overloaded(int a) {
        return a;
    }

    @Override
    public int compareTo(Shapes other) { // and a bridge that calls it
        return Integer.compare(number, other.number);
    }

    /** Without code of its own. */
    public interface Open {
        int open();
    }
}
