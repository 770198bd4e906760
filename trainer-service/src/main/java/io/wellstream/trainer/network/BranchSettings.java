package io.wellstream.trainer.network;

/**
 * What a run can choose about the branches of the six-branch network.
 *
 * @param firstKernel side of the first convolution's kernel, odd
 * @param convolutionL2 adds this × Σw² of each convolution to the loss
 * @param normFirst whether batch norms come before the ReLUs, and not after them
 * @param dropout share of values dropped after each block
 */
public record BranchSettings(int firstKernel, double convolutionL2, boolean normFirst, double dropout) {
    /** Those of the 2019 code. */
    public static final BranchSettings DEFAULTS = new BranchSettings(3, 0, false, 0);

    private static final int LARGEST_KERNEL = 11;

    public BranchSettings {
        if (firstKernel < 1 || firstKernel > LARGEST_KERNEL || firstKernel % 2 == 0) {
            throw new IllegalArgumentException(
                    "first_kernel " + firstKernel + "; expected an odd number up to " + LARGEST_KERNEL);
        }
        if (!(convolutionL2 >= 0) || Double.isInfinite(convolutionL2)) {
            throw new IllegalArgumentException("conv_l2 " + convolutionL2 + "; expected 0 or more");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("block_dropout " + dropout + "; expected 0 or more and less than 1");
        }
    }
}
