package io.wellstream.wire.wells;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Some labels of a data set, which takes a bit for each label that the data set has. It never changes. */
final class LabelSet extends AbstractSet<String> {
    private final Dictionary dictionary;
    private final BitSet members;

    private LabelSet(Dictionary dictionary, BitSet members) {
        this.dictionary = dictionary;
        this.members = members;
    }

    /** The labels of a data set, numbered in the order in which they are met. One thread adds; any thread reads the sets. */
    static final class Dictionary {
        private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
        private volatile String[] labels = new String[16]; // a label never changes its place

        LabelSet of(Collection<String> some) {
            BitSet members = new BitSet(numbers.size());
            some.forEach(label -> members.set(number(label)));
            return new LabelSet(this, members);
        }

        private int number(String label) {
            Integer known = numbers.get(label);
            if (known != null) {
                return known;
            }
            int number = numbers.size();
            String[] all = number < labels.length ? labels : Arrays.copyOf(labels, 2 * number);
            all[number] = label;
            labels = all;
            numbers.put(label, number);
            return number;
        }
    }

    /** The set itself if it is one of these, else a copy that never changes. */
    static Set<String> copyOf(Set<String> set) {
        return set instanceof LabelSet ? set : Set.copyOf(set);
    }

    @Override
    public boolean contains(Object label) {
        Integer number = dictionary.numbers.get(label);
        return number != null && members.get(number);
    }

    @Override
    public Iterator<String> iterator() {
        String[] labels = dictionary.labels;
        return members.stream().mapToObj(number -> labels[number]).iterator();
    }

    @Override
    public int size() {
        return members.cardinality();
    }
}
