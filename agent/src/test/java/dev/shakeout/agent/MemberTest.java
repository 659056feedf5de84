package dev.shakeout.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberTest {
    private static final Json.Obj LINUX =
            Json.object("cpu-load", Json.of(List.of(Json.of("cgroup"), Json.of("stress process"))));
    private static final Json.Obj OTHER = Json.object("cpu-load", Json.of(List.of(Json.of("stress process"))));

    private static List<Member> readAgain(Json.Obj json) {
        return Member.read((Json.Obj) JsonReader.read(json.compact()));
    }

    @Test
    void allAreReadAsTheyWereWritten() {
        var members = List.of(
                new Member("a", "db-1", Map.of("role", "db"), LINUX),
                new Member("b", "db-2", Map.of(), OTHER),
                new Member("c", "db-3", Map.of("role", "db", "rack", "7"), LINUX));

        assertThat(readAgain(Member.json(members))).isEqualTo(members);
        assertThat(readAgain(Member.json(List.of()))).isEmpty();
    }

    @Test
    void whatManyOfferIsNamedOnce() {
        var members = IntStream.range(0, 1000)
                .mapToObj(i -> new Member("id-" + i, "host-" + i, Map.of(), i % 2 == 0 ? LINUX : OTHER))
                .toList();

        Json.Obj json = Member.json(members);

        assertThat(json.get("rungs")).contains(Json.of(List.of(LINUX, OTHER)));
        List<Member> read = readAgain(json);
        assertThat(read.getFirst().rungs()).isSameAs(read.get(2).rungs());
    }

    @Test
    void whatNamesRungsThatAreNotThereIsRefused() {
        for (double number : new double[] {-1, 1, 1e300, Double.NaN}) {
            Json.Obj member = Json.object("id", "a", "name", "n", "labels", Json.Obj.EMPTY, "rungs", Json.of(number));
            Json.Obj all = Json.object("members", Json.of(List.of(member)), "rungs", Json.of(List.of(Json.of("text"))));

            assertThatThrownBy(() -> Member.read(all)).isInstanceOf(BadValue.class);
        }
    }
}
