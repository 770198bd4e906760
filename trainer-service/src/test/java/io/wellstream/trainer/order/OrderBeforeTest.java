package io.wellstream.trainer.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.wellstream.imaging.random.SplitMix64;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Orders are those of the versions that kept lists of examples: these are written out here. An order takes four bytes an example. */
class OrderBeforeTest {
    private static final int MANY = 1_000_000;

    @Property(tries = 50)
    void aShuffleIsThatOfTheList(@ForAll @IntRange(min = 1, max = 500) int examples, @ForAll long seed) {
        List<Integer> expected = new ArrayList<>(numbers(examples));
        random(seed).shuffle(expected);

        assertThat(order(new BatchOrder.Shuffled<>(), examples, 8, seed)).isEqualTo(expected);
    }

    @Property(tries = 50)
    void batchesOfOneGroupAreThoseOfTheLists(@ForAll @IntRange(min = 100, max = 500) int examples, @ForAll long seed) {
        SplitMix64 random = random(seed);
        List<List<Integer>> batches = new ArrayList<>();
        for (List<Integer> members : groups(examples).values()) {
            random.shuffle(members);
            for (int end = 8; end <= members.size(); end += 8) {
                batches.add(members.subList(end - 8, end));
            }
        }
        random.shuffle(batches);

        assertThat(order(new BatchOrder.OneGroup<>(OrderBeforeTest::group), examples, 8, seed))
                .isEqualTo(batches.stream().flatMap(List::stream).toList());
    }

    @Property(tries = 50)
    void balancedBatchesAreThoseOfTheLists(@ForAll @IntRange(min = 60, max = 500) int examples, @ForAll long seed) {
        SplitMix64 random = random(seed);
        List<Rounds<Integer>> members = new ArrayList<>();
        groups(examples).values().forEach(of -> members.add(new Rounds<>(of, random)));
        Rounds<Rounds<Integer>> chosen = new Rounds<>(members, random);
        List<Integer> expected = new ArrayList<>();
        for (int batch = 0; batch < examples / 8; batch++) {
            for (Rounds<Integer> of : chosen.hand(2)) {
                expected.addAll(of.hand(4));
            }
        }

        assertThat(order(new BatchOrder.Balanced<>(OrderBeforeTest::group, 2), examples, 8, seed))
                .isEqualTo(expected);
    }

    @Test
    void anEpochTakesFourBytesAnExample() {
        EpochPlan<String> plan = new EpochPlan<>(Collections.nCopies(MANY, "example"), List.of(), 1, 1, 32);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(plan.batch(0, 0)).hasSize(32); // loads the classes
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThat(plan.batch(1, 0)).hasSize(32);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5L * MANY);
    }

    private static List<Integer> order(BatchOrder<Integer> order, int examples, int batchSize, long seed) {
        return Arrays.stream(order.order(numbers(examples), batchSize, random(seed)))
                .boxed()
                .toList();
    }

    private static Integer group(Integer example) {
        return example % 7;
    }

    private static SplitMix64 random(long seed) {
        return SplitMix64.of(seed, "order", 3);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static SortedMap<Integer, List<Integer>> groups(int examples) {
        SortedMap<Integer, List<Integer>> groups = new TreeMap<>();
        numbers(examples).forEach(example -> groups.computeIfAbsent(group(example), _ -> new ArrayList<>())
                .add(example));
        return groups;
    }

    /** Deals items in shuffled rounds, as lists. */
    private static final class Rounds<T> {
        private final List<T> items;
        private final SplitMix64 random;
        private List<Integer> next = List.of();

        Rounds(List<T> items, SplitMix64 random) {
            this.items = items;
            this.random = random;
        }

        List<T> hand(int size) {
            if (next.size() < size) {
                deal();
            }
            List<T> hand = next.subList(0, size).stream().map(items::get).toList();
            next = next.subList(size, next.size());
            return hand;
        }

        private void deal() {
            Set<Integer> left = new LinkedHashSet<>(next);
            List<Integer> others = new ArrayList<>(IntStream.range(0, items.size())
                    .filter(position -> !left.contains(position))
                    .boxed()
                    .toList());
            random.shuffle(others);
            List<Integer> dealt = new ArrayList<>(left);
            dealt.addAll(others);
            List<Integer> again = new ArrayList<>(left);
            random.shuffle(again);
            dealt.addAll(again);
            next = dealt;
        }
    }
}
