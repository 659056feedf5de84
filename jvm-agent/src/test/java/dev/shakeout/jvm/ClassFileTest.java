package dev.shakeout.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changed methods do what was asked, and else what they did. */
class ClassFileTest {
    private final String token = "test-" + System.nanoTime();
    private final AtomicInteger hits = new AtomicInteger();

    @AfterEach
    void forget() {
        Agent.HOOKS.remove(token);
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private Order order(Map<String, String> values) {
        var all = new Properties();
        all.setProperty("kind", "latency");
        all.putAll(values);
        all.setProperty("token", token);
        return new Order(all);
    }

    private byte[] changed(byte[] bytes, String method, Map<String, String> values) throws Exception {
        var loader = getClass().getClassLoader();
        return new ClassFile(bytes, method, token, Change.of(order(values), loader)).changed();
    }

    /** The class with that method changed, in a loader of its own. */
    private Class<?> loaded(byte[] bytes) {
        Agent.HOOKS.put(token, hits::incrementAndGet);
        return new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(Shapes.class.getName(), bytes, 0, bytes.length);
            }
        }.define();
    }

    private Object called(String method, Map<String, String> values, Object... arguments) throws Exception {
        Class<?> type = loaded(changed(bytes(Shapes.class), method, values));
        for (var each : type.getDeclaredMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
                return each.invoke(null, arguments);
            }
        }
        throw new AssertionError("no " + method);
    }

    private void assertReturns(Object result, String method, String value) throws Exception {
        hits.set(0);
        assertThat(called(method, Map.of("kind", "return", "value", value)))
                .as(method)
                .isEqualTo(result);
        assertThat(hits).as(method).hasValue(1);
    }

    private void assertGoesOn(Object result, String method, Object... arguments) throws Exception {
        hits.set(0);
        assertThat(called(method, Map.of(), arguments)).as(method).isEqualTo(result);
        assertThat(hits).as(method).hasValue(1);
    }

    @Test
    void a_method_of_any_shape_is_met_and_does_what_it_did() throws Exception {
        assertGoesOn(45, "loop", 10);
        assertGoesOn(1, "begins_with_a_loop");
        assertGoesOn("many", "chosen", 1_000_000);
        assertGoesOn("some 7", "chosen", 7);
        assertGoesOn("c", "dense", 2);
        assertGoesOn("e", "dense", 99);
        assertGoesOn(-1, "caught", "no number");
        assertGoesOn("fancy", "made", false);
        assertGoesOn(5L, "wide", 2L, 3.5);
        assertGoesOn(List.of("a"), "list");
        assertGoesOn(0, "overloaded");
        assertGoesOn(4, "overloaded", 4);
    }

    @Test
    @SuppressWarnings("unchecked")
    void of_a_method_with_a_bridge_to_it_a_call_is_met_once() throws Exception {
        Class<?> type = loaded(changed(bytes(Shapes.class), "compareTo", Map.of()));
        var made = type.getConstructor(int.class);
        assertThat(((Comparable<Object>) made.newInstance(1)).compareTo(made.newInstance(2)))
                .isNegative();
        assertThat(hits).hasValue(1);
    }

    @Test
    void a_constructor_is_met_too() throws Exception {
        Class<?> type = loaded(changed(bytes(Shapes.class), "<init>", Map.of()));
        assertThat(type.getMethod("number")
                        .invoke(type.getConstructor(int.class).newInstance(-3)))
                .isEqualTo(3);
        assertThat(hits).hasValue(1);
    }

    @Test
    void two_in_one_method_are_both_met() throws Exception {
        byte[] once = changed(bytes(Shapes.class), "flag", Map.of());
        Class<?> type = loaded(changed(once, "flag", Map.of()));
        assertThat(type.getMethod("flag").invoke(null)).isEqualTo(false);
        assertThat(hits).hasValue(2);
    }

    @Test
    void a_method_returns_what_it_is_told_in_its_own_type() throws Exception {
        assertReturns(7, "begins_with_a_loop", "7");
        assertReturns(true, "flag", "true");
        assertReturns('z', "letter", "z");
        assertReturns(1.25f, "fraction", "1.25");
        assertReturns(-9, "boxed", "-9");
        assertReturns(null, "boxed", "null");
        assertReturns(null, "list", "null");
        assertReturns(null, "nothing", "whatever");
        assertThat(called("wide", Map.of("kind", "return", "value", "12345678901"), 1L, 2.0))
                .isEqualTo(12_345_678_901L);
        assertThat(called("chosen", Map.of("kind", "return", "value", "\"quoted\""), 1))
                .isEqualTo("quoted");
        assertThat(called("chosen", Map.of("kind", "return", "value", "plain"), 1))
                .isEqualTo("plain");
    }

    @Test
    void a_method_throws_what_it_is_told() throws Exception {
        for (Object[] each : new Object[][] {{"loop", 3}, {"caught", "1"}, {"made", true}, {"dense", 1}}) {
            assertThatThrownBy(() -> called(
                            (String) each[0],
                            Map.of("kind", "exception", "exception", "java.io.IOException", "message", "boom"),
                            each[1]))
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasRootCauseMessage("boom");
        }
        assertThatThrownBy(() ->
                        called("nothing", Map.of("kind", "exception", "exception", "java.util.NoSuchElementException")))
                .hasRootCauseInstanceOf(java.util.NoSuchElementException.class);
        Class<?> type = loaded(changed(
                bytes(Shapes.class),
                "<init>",
                Map.of("kind", "exception", "exception", "java.io.IOException", "message", "not made")));
        assertThatThrownBy(() -> type.getConstructor(int.class).newInstance(1)).hasRootCauseMessage("not made");
    }

    @Test
    void what_others_do_at_the_begin_of_a_method_stays_when_its_end_is_another() throws Exception {
        byte[] late = changed(bytes(Shapes.class), "flag", Map.of());
        byte[] other = changed(late, "flag", Map.of("kind", "return", "value", "true"));
        Class<?> type = loaded(changed(other, "flag", Map.of("kind", "return", "value", "false")));
        assertThat(type.getMethod("flag").invoke(null)).isEqualTo(false);
        assertThat(hits).hasValue(3);
    }

    @Test
    void what_was_taken_back_meets_nobody() throws Exception {
        Class<?> type = loaded(changed(bytes(Shapes.class), "flag", Map.of()));
        Agent.HOOKS.remove(token);
        assertThat(type.getMethod("flag").invoke(null)).isEqualTo(false);
        assertThat(hits).hasValue(0);
    }

    @Test
    void what_cannot_be_changed_is_refused_with_the_reason() {
        assertThatThrownBy(() -> changed(bytes(Shapes.class), "lop", Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it has no method lop; it has")
                .hasMessageContaining("loop, ");
        assertThatThrownBy(() -> changed(bytes(Shapes.Open.class), "open", Map.of()))
                .hasMessageContaining("abstract, native");
        assertRefused("loop", Map.of("kind", "return", "value", "many"), "'many' is no value of int, which loop");
        assertRefused("list", Map.of("kind", "return", "value", "[]"), "returns java.util.List, of which only null");
        assertRefused("<init>", Map.of("kind", "return", "value", "1"), "a constructor returns nothing");
        assertRefused("flag", Map.of("kind", "exception", "exception", "no.Such"), "does not see no.Such");
        assertRefused("flag", Map.of("kind", "exception", "exception", "java.lang.String"), "is no exception");
        assertRefused(
                "flag",
                Map.of("kind", "exception", "exception", "java.io.UncheckedIOException", "message", "x"),
                "without a message");
    }

    private void assertRefused(String method, Map<String, String> values, String why) {
        assertThatThrownBy(() -> changed(bytes(Shapes.class), method, values))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(why);
    }

    /** Each method of each class of some packages of the JDK, by the verifier of the JDK itself. */
    @Test
    void whatever_was_changed_is_a_class_that_a_jvm_takes() throws Exception {
        var jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
        int verified = 0;
        for (String folder : List.of("java/net", "java/text")) {
            try (var files = Files.list(jdk.getPath("modules", "java.base", folder))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    verified += verifyEachMethod(Files.readAllBytes(file), Map.of());
                    verifyEachMethod(
                            Files.readAllBytes(file), Map.of("kind", "exception", "exception", "java.io.IOException"));
                }
            }
        }
        assertThat(verified).isGreaterThan(1000);
    }

    private int verifyEachMethod(byte[] bytes, Map<String, String> values) throws Exception {
        var model = java.lang.classfile.ClassFile.of();
        if (!model.verify(bytes).isEmpty()) {
            return 0; // one that nobody verifies
        }
        int verified = 0;
        var names = new HashSet<String>();
        for (var method : model.parse(bytes).methods()) {
            String name = method.methodName().stringValue();
            if (method.code().isPresent() && !name.equals("<clinit>") && names.add(name)) {
                try {
                    assertThat(model.verify(changed(bytes, name, values)))
                            .as(name)
                            .isEmpty();
                    verified++;
                } catch (Refused e) {
                    assertThat(e).hasMessageContaining("abstract"); // all with code are bridges
                }
            }
        }
        return verified;
    }
}
