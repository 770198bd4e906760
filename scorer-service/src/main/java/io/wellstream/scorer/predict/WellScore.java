package io.wellstream.scorer.predict;

import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.SiteEmbedding;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.model.NetworkOutput;
import io.wellstream.scorer.site.RequestImages;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.Floats;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A model's answer for one well of a Predict call.
 *
 * @param identity names the well, and has the embedding of each site if these were asked for
 * @param label that the metadata has for it; empty if none
 * @param allowed the classes that the row can have, [class]
 * @param probabilities [class], sums to 1
 * @param embedding the mean of the sites' embeddings; empty unless asked for
 * @param sites how many were scored
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WellScore(
        WellPrediction identity,
        String label,
        boolean[] allowed,
        double[] probabilities,
        float[] embedding,
        int sites) {

    static WellScore of(Scoring scoring, WellIngested well, List<NetworkOutput> sites, PredictQuery.Wanted wanted) {
        WellPrediction.Builder identity = WellPrediction.newBuilder().setWell(well.getWell());
        for (int i = 0; wanted.siteEmbeddings() && i < sites.size(); i++) {
            identity.addSiteEmbeddings(embedding(well.getSites(i).getSite(), sites.get(i)));
        }
        return of(scoring, identity.build(), well.getLabel(), Screens.isControl(well), sites);
    }

    static WellScore of(
            Scoring scoring, RequestImages.Well well, List<NetworkOutput> sites, PredictQuery.Wanted wanted) {
        WellPrediction.Builder identity = WellPrediction.newBuilder().setName(well.name());
        for (int i = 0; wanted.siteEmbeddings() && i < sites.size(); i++) {
            identity.addSiteEmbeddings(embedding(i + 1, sites.get(i)));
        }
        return of(scoring, identity.build(), "", false, sites);
    }

    private static SiteEmbedding embedding(int site, NetworkOutput output) {
        return SiteEmbedding.newBuilder()
                .setSite(site)
                .addAllEmbedding(Floats.list(output.embedding()))
                .build();
    }

    private static WellScore of(
            Scoring scoring, WellPrediction identity, String label, boolean control, List<NetworkOutput> sites) {
        List<float[]> logits = sites.stream().map(NetworkOutput::logits).toList();
        return new WellScore(
                identity,
                label,
                scoring.rowClasses().of(control),
                scoring.probabilities(logits, control),
                mean(sites),
                sites.size());
    }

    private static float[] mean(List<NetworkOutput> sites) {
        float[] mean = new float[sites.getFirst().embedding().length];
        for (NetworkOutput site : sites) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += site.embedding()[i] / sites.size();
            }
        }
        return mean;
    }

    /** The most probable classes that are possible at all, descending; of equals the one that sorts first. */
    List<ClassProbability> top(int count, List<String> classes) {
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
}
