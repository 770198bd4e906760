package io.wellstream.scorer.predict;

import io.wellstream.proto.v1.SiteRule;
import io.wellstream.scorer.call.ScorerException;
import java.util.List;

/** Combines the logits of a well's sites into the probabilities of its classes. */
final class SiteAggregation {
    private SiteAggregation() {}

    /**
     * The mean of the sites' log-probabilities at the model's temperature, or another rule, masked and renormalised.
     *
     * @param logits one array per site, [class]
     * @param allowed [class]; at least one is true
     * @return [class], sums to 1; 0 where not allowed
     */
    static double[] combine(List<float[]> logits, double temperature, boolean[] allowed, SiteRule rule) {
        if (logits.isEmpty()) {
            throw new IllegalArgumentException("a well without a site has no score");
        }
        double[] score = combineSites(logits, temperature, allowed, rule);
        double sum = 0;
        for (int c = 0; c < score.length; c++) {
            score[c] = allowed[c] ? score[c] : 0;
            sum += score[c];
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("no allowed class has a finite score");
        }
        for (int c = 0; c < score.length; c++) {
            score[c] /= sum;
        }
        return score;
    }

    private static double[] combineSites(List<float[]> logits, double temperature, boolean[] allowed, SiteRule rule) {
        List<double[]> sites =
                logits.stream().map(site -> logSoftmax(site, temperature)).toList();
        return switch (rule) {
            case SITE_RULE_UNSPECIFIED, SITE_RULE_MEAN_LOG_PROBABILITY -> meanLogProbability(sites, allowed);
            case SITE_RULE_MEAN_PROBABILITY -> meanProbability(sites);
            case SITE_RULE_MAX_SITE -> maxSite(sites);
            case UNRECOGNIZED ->
                throw new ScorerException.InvalidRequest(
                        "unknown site rule; expected mean log-probability, mean probability or max site");
        };
    }

    /** Scaled so that the best allowed class has 1: an allowed class does not underflow because of a masked one. */
    private static double[] meanLogProbability(List<double[]> sites, boolean[] allowed) {
        double[] mean = new double[sites.getFirst().length];
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < mean.length; c++) {
            for (double[] site : sites) {
                mean[c] += site[c] / sites.size();
            }
            max = allowed[c] ? Math.max(max, mean[c]) : max;
        }
        for (int c = 0; c < mean.length; c++) {
            mean[c] = Math.exp(mean[c] - max);
        }
        return mean;
    }

    private static double[] meanProbability(List<double[]> sites) {
        double[] mean = new double[sites.getFirst().length];
        for (double[] site : sites) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += Math.exp(site[c]) / sites.size();
            }
        }
        return mean;
    }

    private static double[] maxSite(List<double[]> sites) {
        double[] max = new double[sites.getFirst().length];
        for (double[] site : sites) {
            for (int c = 0; c < max.length; c++) {
                max[c] = Math.max(max[c], Math.exp(site[c]));
            }
        }
        return max;
    }

    /** log softmax(logits / temperature), computed without overflow. */
    private static double[] logSoftmax(float[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit / temperature);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit / temperature - max);
        }
        double logSum = max + Math.log(sum);
        double[] out = new double[logits.length];
        for (int c = 0; c < out.length; c++) {
            out[c] = logits[c] / temperature - logSum;
        }
        return out;
    }
}
