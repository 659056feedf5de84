package dev.shakeout.dialects.chaosmesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.foreign.FieldFidelity;
import dev.shakeout.dialects.foreign.Written;
import dev.shakeout.model.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that draw their pods together are one object, or none. */
class TogetherTest {
    private static final String LOSS = "network/loss, arguments: {loss: 5%, direction: out, peers: [any]}";

    @Test
    void partsOfOneKindAreOneObject() {
        Written written =
                written(LOSS, "network/corrupt, arguments: {corrupt: 6%, direction: out, peers: [any]}", "one");

        assertThat(written.objects()).singleElement().satisfies(object -> {
            assertThat(object.get("kind")).contains(Json.of("NetworkChaos"));
            assertThat((Json.Obj) object.get("spec").orElseThrow())
                    .satisfies(spec -> assertThat(spec.members()).containsKeys("loss", "corrupt"))
                    .satisfies(spec -> assertThat(spec.get("action")).contains(Json.of("netem")));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "network/loss, arguments: {loss: 6%, direction: out, peers: [any]}",
                "network/corrupt, arguments: {corrupt: 6%, direction: out, peers: [10.0.0.8]}",
                "network/corrupt, arguments: {corrupt: 6%, direction: out, peers: {kind: pod, labels: {app: db}, mode: one}}",
                "network/bandwidth, arguments: {bandwidth: 1MB/s, direction: out, peers: [any]}",
                "time/skew, arguments: {offset: +1h}"
            })
    void whatIsNotOneObjectIsRefusedAtItsDraw(String other) {
        assertThat(written(LOSS, other, "one").fidelity().notSupported())
                .extracting(FieldFidelity::path)
                .containsExactly("target.draw", "target.draw");
    }

    @ParameterizedTest
    @CsvSource({"same, same, one, 1", "same, other, one, 0", "same, same, all, 1", "'', '', all, 1"})
    void theOtherEndIsDrawnOnceForOneObjectToo(String first, String second, String mode, int objects) {
        Written written =
                written(late(first), late(second).replace("delay", "loss").replace("latency: 1s", "loss: 5%"), mode);

        assertThat(written.objects()).hasSize(objects);
        assertThat(written.objects().toString().contains("Workflow")).isEqualTo(first.isEmpty());
        assertThat(written.fidelity().notSupported())
                .extracting(FieldFidelity::path)
                .allMatch(path -> path.endsWith("draw"));
    }

    private static String late(String draw) {
        return "network/delay, arguments: {latency: 1s, peers: [{kind: pod, labels: {app: db}, mode: one"
                + (draw.isEmpty() ? "" : ", draw: " + draw) + "}]}";
    }

    @Test
    void whereAllAreHitNothingIsDrawn() {
        Written written = written(LOSS, "time/skew, arguments: {offset: +1h}", "all");

        assertThat(written.objects()).isNotEmpty();
    }

    private static Written written(String one, String other, String mode) {
        String text = "title: together\nmethod:\n" + action("a", one, mode) + "  background: true\n"
                + action("b", other, mode);
        return new ChaosMeshWriter()
                .written(ChaosToolkit.filled(
                        TreeReader.read("ours.yaml", text, TreeReader.Form.YAML), Inputs.none(), TestVocabulary.ALL));
    }

    private static String action(String name, String fault, String mode) {
        return "- type: action\n  name: " + name + "\n  provider: {type: fault, duration: 20s,"
                + " target: {kind: pod, namespace: shop, labels: {app: web}, draw: same, mode: " + mode + "}, fault: "
                + fault + "}\n";
    }
}
