package dev.shakeout.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {
    private final Mask mask = new Mask();

    @Test
    void whatNobodyCoveredIsShown() {
        assertThat(mask.isEmpty()).isTrue();
        assertThat(mask.hide("anything … at all")).isEqualTo("anything … at all");
    }

    @Test
    void aSecretIsHiddenWhereverItStands() {
        mask.cover(Json.of("hunter2"));

        assertThat(mask.hide("hunter2 and xhunter2x")).isEqualTo("••• and x•••x");
        assertThat(mask.hide((Json)
                        Json.object("a", "hunter2", "hunter2", List.of("b").size(), "c", 5)))
                .isEqualTo(Json.object("a", "•••", "•••", 1, "c", 5));
    }

    @Test
    void allThatIsInAGroupIsHiddenHoweverDeepAndTheLongestFirst() {
        mask.cover(Json.object(
                "a", Json.object("b", Json.of(List.of(Json.of("marker-one"), Json.object("c", "marker-one-two"))))));

        assertThat(mask.hide("marker-one-two, marker-one")).isEqualTo("•••, •••");
    }

    @Test
    void wordsAndNumbersThatAreNoSecretStay() {
        mask.cover(Json.object("tls", "true", "on", true, "a", "", "b", "ab", "c", "No", "port", 443, "key", "abc"));

        assertThat(mask.hide("true no ab 443 4430 x443 abc abcd 1.443"))
                .isEqualTo("true no ab ••• 4430 x443 ••• abcd 1.•••");
        assertThat(mask.hide(Json.of(443))).isEqualTo(Json.of("•••"));
        assertThat(mask.hide(Json.of(4430))).isEqualTo(Json.of(4430));
        assertThat(mask.hide(Json.of(true))).isEqualTo(Json.of(true));
    }

    @Test
    void aSecretIsHiddenAsOthersWriteItToo() {
        String secret = "pä ss/w\"o+r'd\\<&>";
        mask.cover(Json.of(secret));

        assertThat(mask.hide(Json.object("a", secret).compact())).isEqualTo("{\"a\":\"•••\"}");
        assertThat(mask.hide(PythonText.of(Json.object("a", secret)))).isEqualTo("{'a': '•••'}");
        assertThat(mask.hide("x=" + java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .isEqualTo("x=•••");
        assertThat(mask.hide("p%C3%A4%20ss%2Fw%22o%2Br%27d%5C%3C%26%3E")).isEqualTo("•••");
        assertThat(mask.hide("p%c3%a4%20ss%2fw%22o%2br%27d%5c%3c%26%3e")).isEqualTo("•••");
        assertThat(mask.hide("pä ss/w\"o+r'd\\&lt;&amp;&gt;")).isEqualTo("•••");
        assertThat(mask.hide("\"p\\u00e4 ss/w\\\"o+r'd\\\\<&>\"")).isEqualTo("\"•••\"");
    }

    @Test
    void base64HidesNothingWhateverStandsAroundIt() {
        long seed = 5;
        var random = new Random(seed);
        String secret = "s3cret-MARKER-value?>";
        mask.cover(Json.of(secret));

        for (int i = 0; i < 200; i++) {
            String around = "x".repeat(random.nextInt(7)) + ":" + "é".repeat(random.nextInt(2));
            byte[] bytes = (around + secret + "y".repeat(random.nextInt(7))).getBytes(StandardCharsets.UTF_8);
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String shown = mask.hide("Basic " + encoder.encodeToString(bytes));

                assertThat(shown).as("seed " + seed).contains("•••");
                assertThat(shown.replace("•••", "").length()).isLessThan(6 + 24);
            }
        }
    }

    @Test
    void everyLineOfAKeyIsHidden() {
        mask.cover(Json.of("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nabc\n-----END KEY-----\n"));

        assertThat(mask.hide("it read MIIEvQIBADANBgkqhkiG9w0BAQ here")).isEqualTo("it read ••• here");
        assertThat(mask.hide("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nabc\n-----END KEY-----"))
                .isEqualTo("•••");
    }

    @Test
    void halfASecretAtACutIsHidden() {
        mask.cover(Json.of("MARKER-0123456789"));

        assertThat(mask.hide("it said MARKER-0123…")).isEqualTo("it said •••…");
        assertThat(mask.hide("it said MARKER-0123 … 456789 and more …")).isEqualTo("it said ••• … ••• and more …");
        assertThat(mask.hide("it said MA… and …89")).isEqualTo("it said MA… and …89");
    }
}
