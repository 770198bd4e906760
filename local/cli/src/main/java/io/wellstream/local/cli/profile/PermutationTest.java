package io.wellstream.local.cli.profile;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The mean average precision of groups of profiles and how probable it is by chance: the profiles' pairs are ranked at random, again and
 * again (the permutation test of copairs). The probabilities of all groups are corrected by Benjamini and Hochberg's procedure.
 */
public final class PermutationTest {
    private final int draws;
    private final long seed;
    private final Map<List<Integer>, double[]> chance = new HashMap<>();

    /** @param draws random rankings per number of pairs */
    public PermutationTest(int draws, long seed) {
        this.draws = draws;
        this.seed = seed;
    }

    /**
     * A group of profiles.
     *
     * @param profiles with a positive pair
     * @param mean average precision
     * @param p the probability that a random ranking is better
     * @param corrected for the number of groups
     */
    public record Group(String name, int profiles, double mean, double p, double corrected) {}

    /**
     * The groups, by name; profiles without a positive pair count in none.
     *
     * @param names of each profile's group
     */
    public List<Group> groups(List<String> names, List<Retrieval.Precision> precisions) {
        Map<String, List<Retrieval.Precision>> byName = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (precisions.get(i).positive() > 0) {
                byName.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(precisions.get(i));
            }
        }
        List<Group> groups = new ArrayList<>();
        byName.forEach((name, members) -> groups.add(group(name, members)));
        return corrected(groups);
    }

    private Group group(String name, List<Retrieval.Precision> members) {
        double mean = members.stream()
                .mapToDouble(Retrieval.Precision::average)
                .average()
                .orElseThrow();
        double[] random = new double[draws];
        for (Retrieval.Precision member : members) {
            double[] chances =
                    chance.computeIfAbsent(List.of(member.positive(), member.total()), this::averagesByChance);
            for (int i = 0; i < draws; i++) {
                random[i] += chances[i] / members.size();
            }
        }
        long better = Arrays.stream(random).filter(value -> value > mean).count();
        return new Group(name, members.size(), mean, (better + 1.0) / (draws + 1.0), 1);
    }

    /** The average precision of random rankings with these numbers of positive pairs and of all pairs. */
    private double[] averagesByChance(List<Integer> numbers) {
        int positive = numbers.get(0);
        int total = numbers.get(1);
        SplitMix64 random = new SplitMix64(seed + 31L * positive + 1_000_003L * total);
        double[] averages = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            int[] ranks = ranks(positive, total, random);
            for (int i = 0; i < positive; i++) {
                averages[draw] += (i + 1.0) / (ranks[i] + 1) / positive;
            }
        }
        return averages;
    }

    /** Different numbers below a total, each set of them with the same probability, ascending (Floyd's algorithm). */
    private static int[] ranks(int count, int total, SplitMix64 random) {
        boolean[] taken = new boolean[total];
        for (int i = total - count; i < total; i++) {
            int rank = random.nextInt(i + 1);
            taken[taken[rank] ? i : rank] = true;
        }
        return IntStream.range(0, total).filter(rank -> taken[rank]).toArray();
    }

    /** Benjamini and Hochberg's step-up procedure. */
    private static List<Group> corrected(List<Group> groups) {
        List<Integer> byP = IntStream.range(0, groups.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> groups.get(i).p())
                        .reversed())
                .toList();
        List<Group> corrected = new ArrayList<>(groups);
        double least = 1;
        for (int i = 0; i < byP.size(); i++) {
            Group group = groups.get(byP.get(i));
            least = Math.min(least, group.p() * groups.size() / (groups.size() - i));
            corrected.set(byP.get(i), new Group(group.name(), group.profiles(), group.mean(), group.p(), least));
        }
        return corrected;
    }
}
