package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Multiplies the loss, so that small gradients are not rounded to zero in float16, whose smallest number is 6e-8. The factor is halved
 * when a gradient overflows, and that update is left out; it is doubled after many updates without an overflow (Micikevicius et al. 2018,
 * Mixed Precision Training, section 3.2).
 */
final class LossScale {
    private static final String NAME = "loss-scale";
    private static final List<Long> SHAPE = List.of(2L);
    private static final float LARGEST = 1 << 24;
    private static final int PATIENCE = 2_000;

    private float factor = 1 << 16;
    private int updates; // without an overflow, since the factor was changed

    float factor() {
        return factor;
    }

    Tensor of(Tensor loss) {
        return loss.mul(new Scalar(factor));
    }

    /**
     * Divides the gradients by the factor, if they are finite; else halves the factor.
     *
     * @return whether they are finite
     */
    boolean undo(Tensor gradients) {
        if (!torch.isfinite(gradients).all().item_bool()) {
            factor = Math.max(1, factor / 2);
            updates = 0;
            return false;
        }
        multiply(gradients, 1 / factor);
        if (++updates == PATIENCE) {
            factor = Math.min(LARGEST, factor * 2);
            updates = 0;
        }
        return true;
    }

    /** Runs an action while the gradients are as they would be without the factor. */
    void without(Tensor gradients, Action action) throws IOException {
        multiply(gradients, 1 / factor);
        try {
            action.run();
        } finally {
            multiply(gradients, factor);
        }
    }

    /** What {@link #without} runs. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** The factor is a power of two: to multiply by it and by its inverse changes no number. */
    private static void multiply(Tensor gradients, float by) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor unused = gradients.mul_(new Scalar(by));
        }
    }

    SavedTensor saved() {
        return new SavedTensor(NAME, SHAPE, () -> new float[] {factor, updates});
    }

    /**
     * Continues as saved; begins anew after a network that was trained without it.
     *
     * @param gradients that were restored, without the factor
     */
    void restore(SavedNetwork saved, Tensor gradients) {
        if (saved.has(NAME)) {
            float[] numbers = saved.numbers(NAME, SHAPE);
            factor = numbers[0];
            updates = (int) numbers[1];
        }
        multiply(gradients, factor);
    }
}
