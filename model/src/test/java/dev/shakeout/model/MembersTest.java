package dev.shakeout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembersTest {
    @Test
    void theyAreWhatTheMapIsThatTheyWereCopiedFromInItsOrder() {
        long seed = 11;
        var random = new Random(seed);
        for (int size = 0; size < 300; size++) {
            var map = new LinkedHashMap<String, Integer>();
            while (map.size() < size) {
                map.put(
                        random.nextBoolean() ? "k" + random.nextInt(1000) : Character.toString(random.nextInt(0xd000)),
                        size);
            }

            Members<Integer> members = Members.copyOf(map);

            assertThat(members)
                    .as("seed " + seed)
                    .isEqualTo(map)
                    .hasSameHashCodeAs(map)
                    .hasSize(size);
            assertThat(members.keySet()).containsExactlyElementsOf(map.keySet());
            assertThat(members.values()).containsExactlyElementsOf(map.values());
            map.forEach((key, value) -> assertThat(members.get(key)).isEqualTo(value));
            assertThat(members.containsKey("no such")).isFalse();
            assertThat(members.get("no such")).isNull();
            assertThat(members).isEqualTo(Members.copyOf(new LinkedHashMap<>(map)));
            map.replaceAll((_, value) -> -value);
            assertThat(members.mapped(value -> -value)).isEqualTo(map);
        }
    }

    @Test
    void nothingChangesThem() {
        var map = new LinkedHashMap<>(Map.of("a", 1));
        Members<Integer> members = Members.copyOf(map);

        map.put("b", 2);

        assertThat(members).containsExactly(Map.entry("a", 1));
        assertThat(Members.copyOf(members)).isSameAs(members);
        assertThatThrownBy(() -> members.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> members.entrySet().iterator().remove())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theOrderIsNoPartOfWhatIsEqual() {
        var one = new LinkedHashMap<String, Integer>();
        one.put("a", 1);
        one.put("b", 2);
        var other = new LinkedHashMap<String, Integer>();
        other.put("b", 2);
        other.put("a", 1);

        assertThat(Members.copyOf(one)).isEqualTo(Members.copyOf(other));
    }
}
