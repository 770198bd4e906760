package io.wellstream.scorer;

import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** What one model says of one well. */
final class WellScore {
    private final WellIngested well;
    private final List<String> classes;
    private final double[] probabilities; // [class], sums to 1
    private final List<NetworkOutput> sites;

    /** @param sites what the network said of each */
    WellScore(WellIngested well, List<String> classes, double[] probabilities, List<NetworkOutput> sites) {
        this.well = well;
        this.classes = classes;
        this.probabilities = probabilities;
        this.sites = List.copyOf(sites);
    }

    /** What the network said of each site, [class]. Not a copy: read it only. */
    List<float[]> siteLogits() {
        return sites.stream().map(NetworkOutput::logits).toList();
    }

    /** The mean of the sites' embeddings; empty if nobody asked for them. */
    float[] embedding() {
        float[] mean = new float[sites.getFirst().embedding().length];
        for (NetworkOutput site : sites) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += site.embedding()[i] / sites.size();
            }
        }
        return mean;
    }

    /** A prediction that says of which well it is, and nothing else yet. */
    WellPrediction.Builder identity() {
        WellPrediction.Builder prediction = WellPrediction.newBuilder();
        return well.hasWell() ? prediction.setWell(well.getWell()) : prediction.setName(well.getIdCode());
    }

    WellIngested well() {
        return well;
    }

    /** By class index. */
    List<Float> probabilities() {
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> (float) probabilities[c])
                .toList();
    }

    /** The most probable classes that are possible at all, descending; of equals the one that sorts first. */
    List<ClassProbability> top(int count) {
        Comparator<Integer> worstFirst =
                Comparator.<Integer>comparingDouble(c -> probabilities[c]).thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int c = 0; c < probabilities.length; c++) {
            boolean better = best.size() < count || probabilities[c] > probabilities[best.element()];
            if (probabilities[c] > 0 && better) {
                best.add(c);
                if (best.size() > count) {
                    best.remove();
                }
            }
        }
        return best.stream()
                .sorted(worstFirst.reversed())
                .map(c -> ClassProbability.newBuilder()
                        .setLabel(classes.get(c))
                        .setProbability((float) probabilities[c])
                        .build())
                .toList();
    }

    ClassProbability best() {
        return top(1).getFirst();
    }
}
