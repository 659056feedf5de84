package dev.shakeout.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private static int even(int number) {
        if (number % 2 == 1) {
            throw new InvalidInput(List.of(Problem.of(number + " is odd"), Problem.of(number + " is not even")));
        }
        return number;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1000})
    void tellsWhatCameOfEachInItsPlace(int count) {
        List<Integer> all =
                IntStream.range(0, count).map(each -> each * 2).boxed().toList();
        assertThat(Batch.of(all, BatchTest::even)).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 1000})
    void tellsTheMistakesOfAllInTheirPlaces(int count) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        assertThatThrownBy(() -> Batch.of(all, BatchTest::even))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidInput.class))
                .extracting(InvalidInput::problems, InstanceOfAssertFactories.LIST)
                .hasSize(count)
                .startsWith(Problem.of("1 is odd"), Problem.of("1 is not even"), Problem.of("3 is odd"))
                .endsWith(Problem.of((count - 1) + " is not even"));
    }
}
