package io.wellstream.trainer.evaluation;

import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.plan.EvaluationBatch;

/** Evaluates a network batch by batch, in the plan's order: where batch norms are adapted, it measures each experiment first. For one thread. */
public final class Evaluator {
    private final Network network;
    private NormStatistics.Pool pool = new NormStatistics.Pool();
    private EvaluationBatch.Use last = EvaluationBatch.Use.AS_TRAINED;

    public Evaluator(Network network) {
        this.network = network;
    }

    /** Takes the next batch, and adds its logits to an evaluation unless it is only measured. */
    public void take(EvaluationBatch planned, MixedBatch batch, Evaluation into) throws InterruptedException {
        switch (planned.use()) {
            case AS_TRAINED -> into.add(planned.examples(), network.logits(batch));
            case MEASURED -> {
                if (last != EvaluationBatch.Use.MEASURED) {
                    pool = new NormStatistics.Pool(); // of another experiment
                }
                pool.add(network.measure(batch));
            }
            case ADAPTED -> into.add(planned.examples(), network.logits(batch, pool.statistics()));
        }
        last = planned.use();
    }
}
