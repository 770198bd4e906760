package io.wellstream.trainer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochPlanTest {

    @Property(tries = 200)
    void anEpochIsAPermutationWithoutItsRemainder(
            @ForAll @IntRange(min = 1, max = 300) int examples,
            @ForAll @IntRange(min = 1, max = 64) int batchSize,
            @ForAll long seed,
            @ForAll @IntRange(max = 1000) int epoch) {
        EpochPlan<Integer> plan = plan(examples, seed, batchSize);

        List<Integer> shown = epoch(plan, epoch);

        int expected = examples < batchSize ? examples : examples / batchSize * batchSize;
        assertThat(shown).doesNotHaveDuplicates().hasSize(expected);
        assertThat(numbers(examples)).containsAll(shown);
    }

    @Property(tries = 50)
    void aBatchDoesNotDependOnWhichBatchesWereComputedBefore(
            @ForAll long seed, @ForAll @IntRange(max = 9) int epoch, @ForAll @IntRange(max = 4) int index) {
        EpochPlan<Integer> used = plan(50, seed, 10);
        epoch(used, epoch + 1);

        assertThat(used.batch(epoch, index)).isEqualTo(plan(50, seed, 10).batch(epoch, index));
    }

    @Test
    void theOrderForASeedNeverChanges() {
        EpochPlan<Integer> plan = plan(8, 42, 4);

        assertThat(plan.batch(0, 0)).containsExactly(4, 1, 3, 0);
        assertThat(plan.batch(1, 1)).containsExactly(5, 7, 1, 3);
    }

    @Test
    void epochsDifferAndSeedsDiffer() {
        EpochPlan<Integer> plan = plan(100, 1, 10);

        assertThat(epoch(plan, 0)).isNotEqualTo(epoch(plan, 1));
        assertThat(epoch(plan, 0)).isNotEqualTo(epoch(plan(100, 2, 10), 0));
    }

    @Test
    void examplesLeftOutOfOneEpochAreShownInAnother() {
        EpochPlan<Integer> plan = plan(11, 3, 4);
        Map<Integer, Integer> timesShown = new HashMap<>();

        for (int epoch = 0; epoch < 200; epoch++) {
            epoch(plan, epoch).forEach(example -> timesShown.merge(example, 1, Integer::sum));
        }

        assertThat(timesShown).hasSize(11);
        assertThat(timesShown.values()).allSatisfy(times -> assertThat(times).isBetween(110, 180));
    }

    @Property(tries = 50)
    void rationedGroupsShowExactlyTheirRation(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int ration) {
        List<List<Integer>> groups = List.of(
                IntStream.range(100, 140).boxed().toList(),
                IntStream.range(200, 203).boxed().toList());
        EpochPlan<Integer> plan = new EpochPlan<>(numbers(10), groups, ration, seed, 1);

        List<Integer> shown = epoch(plan, 0);

        assertThat(shown).containsAll(numbers(10)).doesNotHaveDuplicates();
        assertThat(shown).filteredOn(example -> example >= 100 && example < 200).hasSize(ration);
        assertThat(shown).filteredOn(example -> example >= 200).hasSize(Math.min(ration, 3));
    }

    @Test
    void aBatchBeyondTheEpochIsAnError() {
        assertThatThrownBy(() -> plan(8, 1, 4).batch(0, 2)).hasMessage("batch 2 of epoch 0; an epoch has 2");
    }

    private static EpochPlan<Integer> plan(int examples, long seed, int batchSize) {
        return new EpochPlan<>(numbers(examples), List.of(), 1, seed, batchSize);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> epoch(EpochPlan<Integer> plan, int epoch) {
        List<Integer> shown = new ArrayList<>();
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            shown.addAll(plan.batch(epoch, index));
        }
        return shown;
    }
}
