package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target map says who stands for pods; what is wrong with it is told with its place. */
class TargetMapReaderTest {
    @Test
    void anEntryWithoutANamespaceIsInEveryOne() {
        TargetMap map = TargetMapReader.read("map.yaml", """
                pods:
                  - labels: {app: api}
                    target: {kind: process, name: shop-api}
                    addresses: 10.0.0.5
                """);

        assertThat(map.stands()).hasSize(1);
        assertThat(map.stands().getFirst().isIn("shop")).isTrue();
        assertThat(map.stands().getFirst().addresses()).containsExactly("10.0.0.5");
        assertThat(map.stands().getFirst().kind()).isEqualTo("process");
    }

    @Test
    void anEntryIsOnANodeWithLabels() {
        TargetMap map = TargetMapReader.read("map.yaml", """
                pods:
                  - {node-labels: {zone: a}, labels: {app: api}, target: {kind: process, name: near}}
                  - {labels: {app: api}, target: {kind: process, name: nowhere}}
                  - {node-labels: {zone: b}, labels: {app: api}, target: {kind: process, name: far}}
                """);
        var inZoneA = new PodCriteria(
                new Position("file.yaml", 1, 1),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of("app", "api"),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                LabelText.TYPE.parse(Json.of("zone in (a, c)")),
                Optional.empty());

        assertThat(map.matching(inZoneA)).containsExactly(map.stands().getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pods: []                                             | 1:1: 'pods' is empty; say at least who stands for one of them
            targets: []                                          | 1:1: unknown key 'targets' in the target map (allowed: pods)
            pods: [{name: a}]                                    | 1:8: 'target' is missing in an entry of 'pods'
            pods: [{target: {name: a}}]                          | 1:17: 'kind' is missing in the target
            pods: [{target: {kind: process, mode: all}}]         | 1:33: how many are hit is said by the other file; leave 'mode' out
            pods: [{target: {kind: process}, label: {a: b}}]     | 1:34: unknown key 'label' in an entry of 'pods'; did you mean 'labels'?
            pods: [{target: {kind: process}, labels: [a]}]       | 1:42: labels: found a list where an object belongs
            pods: [a]                                            | 1:8: an entry of 'pods' must be an object; found text (a)
            """)
    void whatIsWrongIsToldWithItsPlace(String text, String told) {
        assertThat(String.join("\n", Mistakes.in(() -> TargetMapReader.read("map.yaml", text))))
                .contains(told);
    }
}
