package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(Path.of("/a/folder"), Path.of("/b/support"), 40123, 40999);

    @Test
    void whatIsFilledInIsHiddenAgain() {
        String text = "http://localhost:@port@/x https://localhost:@tls-port@ @folder@/file";

        assertThat(places.fill(text)).isEqualTo("http://localhost:40123/x https://localhost:40999 /a/folder/file");
        assertThat(places.hide(places.fill(text))).isEqualTo(text);
    }

    @Test
    void placesAreHiddenWhereverTheyAre() {
        assertThat(places.hide(
                        Trees.json("{\"/a/folder\": [40123, \"port=40123)\", \"/b/support/x.py\", 1.5, null, true]}")))
                .isEqualTo(Trees.json(
                        "{\"@folder@\": [\"@port@\", \"port=@port@)\", \"@support@/x.py\", 1.5, null, true]}"));
    }

    @Test
    void aNumberThatOnlyContainsThePortIsLeftAlone() {
        assertThat(places.hide("140123 0.40123 401234")).isEqualTo("140123 0.40123 401234");
    }
}
