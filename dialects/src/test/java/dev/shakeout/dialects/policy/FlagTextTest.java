package dev.shakeout.dialects.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import org.junit.jupiter.api.Test;

/** Flags are on only where it is certain. */
class FlagTextTest {
    private static boolean defined(String key) {
        return FlagText.defined("flags.json", """
                {"$schema": "https://flagd.dev/schema/v0/flags.json",
                 "flags": {
                   "on": {"state": "ENABLED", "variants": {"yes": true, "no": false}, "defaultVariant": "yes"},
                   "off": {"state": "ENABLED", "variants": {"yes": true, "no": false}, "defaultVariant": "no"},
                   "disabled": {"state": "DISABLED", "variants": {"yes": true}, "defaultVariant": "yes"},
                   "text": {"state": "ENABLED", "variants": {"yes": "true"}, "defaultVariant": "yes"},
                   "lost": {"state": "ENABLED", "variants": {"yes": true}, "defaultVariant": "maybe"},
                   "plain": {"state": "ENABLED", "variants": {"yes": true}, "defaultVariant": "yes", "targeting": {}},
                   "targeted": {"state": "ENABLED", "variants": {"yes": true}, "defaultVariant": "yes",
                                "targeting": {"if": [true, "yes"]}}}}
                """, key);
    }

    @Test
    void aDefinitionHasTheValueOfItsDefaultVariant() {
        assertThat(defined("on")).isTrue();
        assertThat(defined("plain")).isTrue();
        assertThat(defined("off")).isFalse();
        assertThat(defined("disabled")).isFalse();
    }

    @Test
    void whatIsNotCertainIsSaid() {
        assertThatThrownBy(() -> defined("onn"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("did you mean 'on'?");
        assertThatThrownBy(() -> defined("text")).hasMessageContaining("neither true nor false but true");
        assertThatThrownBy(() -> defined("lost")).hasMessageContaining("neither true nor false but null");
        assertThatThrownBy(() -> defined("targeted")).hasMessageContaining("targeting rules");
        assertThatThrownBy(() -> FlagText.defined("f.json", "{}", "on")).hasMessageContaining("no object 'flags'");
    }

    @Test
    void anAnswerIsABooleanOrHasOneAsItsValue() {
        assertThat(FlagText.answered(" true\n")).isTrue();
        assertThat(FlagText.answered("false")).isFalse();
        assertThat(FlagText.answered("{\"key\": \"chaos\", \"value\": true, \"reason\": \"STATIC\"}"))
                .isTrue();
        assertThatThrownBy(() -> FlagText.answered("<html>")).hasMessage("the answer is not JSON: <html>");
        assertThatThrownBy(() -> FlagText.answered("{\"errorCode\": \"FLAG_NOT_FOUND\"}"))
                .hasMessageContaining("neither true nor false but null");
        assertThatThrownBy(() -> FlagText.answered("1")).isInstanceOf(BadValue.class);
    }
}
