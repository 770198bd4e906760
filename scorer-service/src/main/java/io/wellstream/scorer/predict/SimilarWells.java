package io.wellstream.scorer.predict;

import io.wellstream.proto.v1.NearWell;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The wells of one request that are most similar to the model, by the cosine of their embeddings. */
final class SimilarWells {
    private final List<WellScore> scores;
    private final double[] lengths; // of the embeddings

    /** @param scores by one model, with embeddings */
    SimilarWells(List<WellScore> scores) {
        this.scores = List.copyOf(scores);
        this.lengths = scores.stream()
                .mapToDouble(score -> Math.sqrt(dot(score.embedding(), score.embedding())))
                .toArray();
    }

    /** The wells most similar to one of them, in descending order. */
    List<NearWell> of(int index, int count) {
        return IntStream.range(0, scores.size())
                .filter(other -> other != index)
                .mapToObj(other -> near(index, other))
                .sorted(Comparator.comparingDouble(near -> -near.getSimilarity()))
                .limit(count)
                .toList();
    }

    private NearWell near(int index, int other) {
        WellScore score = scores.get(other);
        double lengths = this.lengths[index] * this.lengths[other];
        double cosine = lengths > 0 ? dot(scores.get(index).embedding(), score.embedding()) / lengths : 0;
        NearWell.Builder near = NearWell.newBuilder()
                .setLabel(score.label())
                .setSimilarity((float) Math.clamp(cosine, -1, 1))
                .setName(score.identity().getName());
        if (score.identity().hasWell()) {
            near.setWell(score.identity().getWell());
        }
        return near.build();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
