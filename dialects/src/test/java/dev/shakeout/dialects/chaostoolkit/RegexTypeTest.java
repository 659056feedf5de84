package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTypeTest {
    private static boolean finds(String pattern, String text) {
        return new RegexType(Rules.CHAOS_TOOLKIT)
                .parse(Json.of(pattern))
                .matcher(text)
                .find();
    }

    @Test
    void groupsAreNamedAsInPython() {
        assertThat(finds("(?P<one_letter>.)(?P=one_letter)", "hello")).isTrue();
        assertThat(finds("(?P<one_letter>.)(?P=one_letter)", "world")).isFalse();
        assertThat(finds("(.)\\1", "hello")).isTrue();
        assertThat(finds("(a)(b)\\2\\1", "abba")).isTrue();
    }

    @Test
    void aConditionAsksWhetherAGroupWasMet() {
        String bracketed = "^(<)?a(?(1)>|$)";
        assertThat(finds(bracketed, "<a>")).isTrue();
        assertThat(finds(bracketed, "a")).isTrue();
        assertThat(finds(bracketed, "<a")).isFalse();
        assertThat(finds(bracketed, "a>")).isFalse();
        assertThat(finds("^(?:(?P<q>x|y)|z)(b)(?(q)c)\\2$", "ybcb")).isTrue();
        assertThat(finds("^(?:(?P<q>x|y)|z)(b)(?(q)c)\\2$", "zbb")).isTrue();
        assertThat(finds("^(?:(?P<q>x|y)|z)(b)(?(q)c)\\2$", "ybb")).isFalse();
    }

    @Test
    void lineEndsLettersAndEscapesArePythons() {
        assertThat(finds("o$", "hello\n")).isTrue();
        assertThat(finds("o$", "hello\r\n")).isFalse();
        assertThat(finds("o\\Z", "hello\n")).isFalse();
        assertThat(finds("a.b", "a\rb")).isTrue();
        assertThat(finds("^\\w+$", "größe")).isTrue();
        assertThat(finds("(?a)^\\w+$", "größe")).isFalse();
        assertThat(finds("(?i)GRÖSSER", "grösser")).isTrue();
        assertThat(finds("a(?#what follows)b", "ab")).isTrue();
        assertThat(finds("^a{,2}$", "aa")).isTrue();
        assertThat(finds("^a{,2}$", "aaa")).isFalse();
        assertThat(finds("{\"a\": [0-9]+}", "{\"a\": 12}")).isTrue();
        assertThat(finds("^[[&&x]+$", "[&x")).isTrue();
        assertThat(finds("^[]^-]+$", "]^-")).isTrue();
        assertThat(finds("\\U0001F600\\101", "😀A")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(?<name>a)", "\\p{L}", "(?P=x)", "a(?i)b", "(", "a)", "[a", "\\2(a)", "(?P<a>.)(?P<a>.)", "*"})
    void whatIsNotPythonsIsRefusedByItsRules(String pattern) {
        assertThatThrownBy(() -> finds(pattern, "a")).isInstanceOf(BadValue.class);
    }

    @Test
    void byOurOwnRulesJavasSyntaxWillDoToo() {
        var ours = new RegexType(Rules.SHAKEOUT);
        assertThat(ours.parse(Json.of("(?<name>\\p{L})")).matcher("ö").find()).isTrue();
        assertThatThrownBy(() -> ours.parse(Json.of("(?P<a"))).hasMessageContaining("'>' is missing");
    }
}
