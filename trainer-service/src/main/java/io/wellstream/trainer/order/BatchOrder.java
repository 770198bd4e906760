package io.wellstream.trainer.order;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How the examples of an epoch are put into batches: consecutive ones in the order that this gives. */
public sealed interface BatchOrder<E> {
    /** How many full batches an epoch of these examples has. */
    int batches(List<E> drawn, int batchSize);

    /**
     * The examples of an epoch, batch after batch.
     *
     * @param drawn for this epoch; another epoch may draw others of the same groups
     */
    List<E> order(List<E> drawn, int batchSize, SplitMix64 random);

    /** Batches of any examples. The shuffle is the whole order, so that the same generator gives the order that earlier versions gave. */
    record Shuffled<E>() implements BatchOrder<E> {
        @Override
        public int batches(List<E> drawn, int batchSize) {
            return drawn.size() / batchSize;
        }

        @Override
        public List<E> order(List<E> drawn, int batchSize, SplitMix64 random) {
            List<E> order = new ArrayList<>(drawn);
            random.shuffle(order);
            return order;
        }
    }

    /** Each batch has examples of one group. An epoch shows each example at most once; a group's examples after its last full batch are not shown. */
    record OneGroup<E, G extends Comparable<G>>(Function<E, G> group) implements BatchOrder<E> {
        @Override
        public int batches(List<E> drawn, int batchSize) {
            return groups(drawn, group).values().stream()
                    .mapToInt(members -> members.size() / batchSize)
                    .sum();
        }

        @Override
        public List<E> order(List<E> drawn, int batchSize, SplitMix64 random) {
            List<List<E>> batches = new ArrayList<>();
            for (List<E> members : groups(drawn, group).values()) {
                random.shuffle(members);
                for (int end = batchSize; end <= members.size(); end += batchSize) {
                    batches.add(members.subList(end - batchSize, end));
                }
            }
            random.shuffle(batches);
            return batches.stream().flatMap(List::stream).toList();
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
        public List<E> order(List<E> drawn, int batchSize, SplitMix64 random) {
            List<Rounds<E>> members = new ArrayList<>();
            groups(drawn, group).values().forEach(of -> members.add(new Rounds<>(of, random)));
            Rounds<Rounds<E>> chosen = new Rounds<>(members, random);
            List<E> order = new ArrayList<>();
            for (int batch = 0; batch < batches(drawn, batchSize); batch++) {
                for (Rounds<E> of : chosen.hand(perBatch)) {
                    order.addAll(of.hand(batchSize / perBatch));
                }
            }
            return order;
        }
    }

    /** The examples by group, in the order of the groups and, within each, of the examples. */
    static <E, G extends Comparable<G>> SortedMap<G, List<E>> groups(List<E> examples, Function<E, G> group) {
        SortedMap<G, List<E>> groups = new TreeMap<>();
        examples.forEach(example -> groups.computeIfAbsent(group.apply(example), _ -> new ArrayList<>())
                .add(example));
        return groups;
    }

    /** Deals items in shuffled rounds, each item once a round and never twice in one hand. */
    final class Rounds<T> {
        private final List<T> items;
        private final SplitMix64 random;
        private List<Integer> next = List.of(); // positions of items

        private Rounds(List<T> items, SplitMix64 random) {
            this.items = items;
            this.random = random;
        }

        private List<T> hand(int size) {
            if (size > items.size()) {
                throw new IllegalArgumentException("a hand of " + size + " of " + items.size() + " items");
            }
            if (next.size() < size) {
                deal();
            }
            List<T> hand = next.subList(0, size).stream().map(items::get).toList();
            next = next.subList(size, next.size());
            return hand;
        }

        /** Adds a round in which those items come last that the last round left over. */
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
