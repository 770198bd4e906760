package io.wellstream.trainer.order;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How the examples of an epoch are put into batches: consecutive ones in the order that this gives. */
public sealed interface BatchOrder<E> {
    /** How many full batches an epoch of these examples has. */
    int batches(List<E> drawn, int batchSize);

    /**
     * The examples of an epoch, batch after batch, as their positions among those that are drawn.
     *
     * @param drawn for this epoch; another epoch may draw others of the same groups
     */
    int[] order(List<E> drawn, int batchSize, SplitMix64 random);

    /** Batches of any examples. The shuffle is the whole order, so that the same generator gives the order that earlier versions gave. */
    record Shuffled<E>() implements BatchOrder<E> {
        @Override
        public int batches(List<E> drawn, int batchSize) {
            return drawn.size() / batchSize;
        }

        @Override
        public int[] order(List<E> drawn, int batchSize, SplitMix64 random) {
            int[] order = new int[drawn.size()];
            Arrays.setAll(order, i -> i);
            random.shuffle(order);
            return order;
        }
    }

    /** Each batch has examples of one group. An epoch shows each example at most once; a group's examples after its last full batch are not shown. */
    record OneGroup<E, G extends Comparable<G>>(Function<E, G> group) implements BatchOrder<E> {
        @Override
        public int batches(List<E> drawn, int batchSize) {
            return positions(drawn, group).values().stream()
                    .mapToInt(members -> members.length / batchSize)
                    .sum();
        }

        @Override
        public int[] order(List<E> drawn, int batchSize, SplitMix64 random) {
            List<int[]> batches = new ArrayList<>();
            for (int[] members : positions(drawn, group).values()) {
                random.shuffle(members);
                for (int end = batchSize; end <= members.length; end += batchSize) {
                    batches.add(Arrays.copyOfRange(members, end - batchSize, end));
                }
            }
            random.shuffle(batches);
            return batches.stream().flatMapToInt(Arrays::stream).toArray();
        }
    }

    /**
     * Each batch has equally many examples of {@code perBatch} groups. All groups are shown equally often, so examples of small groups
     * are shown more than once in an epoch, and not all examples of large ones.
     */
    record Balanced<E, G extends Comparable<G>>(Function<E, G> group, int perBatch) implements BatchOrder<E> {
        @Override
        public int batches(List<E> drawn, int batchSize) {
            return drawn.size() / batchSize;
        }

        @Override
        public int[] order(List<E> drawn, int batchSize, SplitMix64 random) {
            List<int[]> members = List.copyOf(positions(drawn, group).values());
            List<Rounds> rounds =
                    members.stream().map(of -> new Rounds(of.length, random)).toList();
            Rounds chosen = new Rounds(members.size(), random);
            IntStream.Builder order = IntStream.builder();
            for (int batch = 0; batch < batches(drawn, batchSize); batch++) {
                for (int of : chosen.hand(perBatch)) {
                    for (int member : rounds.get(of).hand(batchSize / perBatch)) {
                        order.add(members.get(of)[member]);
                    }
                }
            }
            return order.build().toArray();
        }
    }

    /** The positions of the examples of each group, ascending. */
    private static <E, G extends Comparable<G>> SortedMap<G, int[]> positions(List<E> examples, Function<E, G> group) {
        SortedMap<G, IntStream.Builder> positions = new TreeMap<>();
        for (int i = 0; i < examples.size(); i++) {
            positions
                    .computeIfAbsent(group.apply(examples.get(i)), _ -> IntStream.builder())
                    .add(i);
        }
        SortedMap<G, int[]> groups = new TreeMap<>();
        positions.forEach((of, members) -> groups.put(of, members.build().toArray()));
        return groups;
    }

    /** The examples by group, in the order of the groups and, within each, of the examples. */
    static <E, G extends Comparable<G>> SortedMap<G, List<E>> groups(List<E> examples, Function<E, G> group) {
        SortedMap<G, List<E>> groups = new TreeMap<>();
        examples.forEach(example -> groups.computeIfAbsent(group.apply(example), _ -> new ArrayList<>())
                .add(example));
        return groups;
    }

    /** Deals the numbers below a size in shuffled rounds, each number once a round and never twice in one hand. */
    final class Rounds {
        private final int size;
        private final SplitMix64 random;
        private int[] dealt = {};
        private int next; // in what is dealt

        private Rounds(int size, SplitMix64 random) {
            this.size = size;
            this.random = random;
        }

        private int[] hand(int count) {
            if (count > size) {
                throw new IllegalArgumentException("a hand of " + count + " of " + size + " items");
            }
            if (dealt.length - next < count) {
                deal();
            }
            next += count;
            return Arrays.copyOfRange(dealt, next - count, next);
        }

        /** Adds a round in which those items come last that the last round left over. */
        private void deal() {
            int[] left = Arrays.copyOfRange(dealt, next, dealt.length);
            BitSet kept = new BitSet(size);
            Arrays.stream(left).forEach(kept::set);
            int[] others =
                    IntStream.range(0, size).filter(item -> !kept.get(item)).toArray();
            random.shuffle(others);
            int[] again = left.clone();
            random.shuffle(again);
            dealt = Stream.of(left, others, again).flatMapToInt(Arrays::stream).toArray();
            next = 0;
        }
    }
}
