package io.wellstream.trainer.order;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The content of every batch of every epoch: a pure function of the examples, the seed and the batch size. Any process can
 * compute what batch 812 holds, and it does not matter which worker makes a batch.
 *
 * <p>Unless the {@link BatchOrder} says otherwise, an epoch shows each example once, in an order drawn from (seed, epoch). The examples left over after the last full
 * batch are not shown in this epoch: a batch of two would disturb the batch statistics more than its examples would teach.
 * Each epoch draws a new order and so leaves out other examples. If all examples together do not fill a batch, they form
 * the only one.
 *
 * <p>An order takes four bytes an example (docs/adr/0054).
 */
public final class EpochPlan<E> {
    private final List<E> always;
    private final List<List<E>> rationed;
    private final int ration;
    private final long seed;
    private final int batchSize;
    private final BatchOrder<E> batches;
    private final int fullBatches;
    private final LinkedHashMap<Integer, Epoch<E>> cached = new LinkedHashMap<>(); // the older one first

    /** An epoch's examples, and the order in which they are shown: four bytes for each. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Epoch<E>(List<E> drawn, int[] order) {
        List<E> batch(int from, int to) {
            return Arrays.stream(order, from, Math.min(order.length, to))
                    .mapToObj(drawn::get)
                    .toList();
        }
    }

    /**
     * Plans all epochs. The order of the examples affects the plan, so it must be reproducible.
     *
     * @param always shown once per epoch
     * @param rationed groups of which each epoch shows {@code ration} examples (all, if a group has fewer), drawn anew every
     *     epoch, so that classes with many examples do not crowd out the others
     */
    public EpochPlan(List<E> always, List<List<E>> rationed, int ration, long seed, int batchSize) {
        this(always, rationed, ration, seed, batchSize, new BatchOrder.Shuffled<>());
    }

    /** @param batches how the examples of an epoch are put into batches */
    public EpochPlan(
            List<E> always, List<List<E>> rationed, int ration, long seed, int batchSize, BatchOrder<E> batches) {
        this.always = List.copyOf(always);
        this.rationed = rationed.stream().map(List::copyOf).toList();
        this.ration = ration;
        this.seed = seed;
        this.batchSize = batchSize;
        this.batches = batches;
        if (batchSize < 1 || ration < 1) {
            throw new IllegalArgumentException(
                    "batch size " + batchSize + ", ration " + ration + "; expected 1 or more");
        }
        if (examplesPerEpoch() == 0) {
            throw new IllegalArgumentException("no examples to plan");
        }
        this.fullBatches = batches.batches(drawn(0), batchSize);
    }

    /** Full batches in an epoch; 1 if all examples do not fill one. */
    public int batchesPerEpoch() {
        return Math.max(1, fullBatches);
    }

    /** How many examples an epoch draws; those after the last full batch are not shown. */
    public int examplesPerEpoch() {
        return always.size()
                + rationed.stream()
                        .mapToInt(group -> Math.min(ration, group.size()))
                        .sum();
    }

    /** The examples of a batch, in their order. */
    public List<E> batch(int epoch, int index) {
        if (epoch < 0 || index < 0 || index >= batchesPerEpoch()) {
            throw new IndexOutOfBoundsException(
                    "batch " + index + " of epoch " + epoch + "; an epoch has " + batchesPerEpoch());
        }
        return epoch(epoch).batch(index * batchSize, (index + 1) * batchSize);
    }

    /** Keeps two epochs, because the first batches of the next one are asked for while the last ones of this one are used. */
    private synchronized Epoch<E> epoch(int number) {
        Epoch<E> known = cached.get(number);
        if (known != null) {
            return known;
        }
        if (cached.size() == 2) {
            cached.remove(cached.keySet().iterator().next());
        }
        List<E> drawn = drawn(number);
        Epoch<E> epoch = new Epoch<>(drawn, batches.order(drawn, batchSize, SplitMix64.of(seed, "order", number)));
        cached.put(number, epoch);
        return epoch;
    }

    private List<E> drawn(int epoch) {
        if (rationed.isEmpty()) {
            return always;
        }
        List<E> drawn = new ArrayList<>(always);
        for (int group = 0; group < rationed.size(); group++) {
            drawn.addAll(drawFrom(rationed.get(group), epoch, group));
        }
        return drawn;
    }

    private List<E> drawFrom(List<E> group, int epoch, int number) {
        int[] positions = new int[group.size()];
        Arrays.setAll(positions, i -> i);
        SplitMix64.of(seed, "ration " + number, epoch).shuffle(positions);
        return Arrays.stream(positions).limit(ration).mapToObj(group::get).toList();
    }
}
