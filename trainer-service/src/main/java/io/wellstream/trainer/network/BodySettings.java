package io.wellstream.trainer.network;

/**
 * What a run can choose about the layers before the head. 0 is the network's default.
 *
 * @param input what the first layer reads
 * @param depth the layers with weights, by which published networks are named; 10 is the small residual network
 * @param blocks blocks of the networks without a published depth, and dense blocks of a DenseNet
 * @param width filters of the first layer
 * @param growth maps that each layer of a DenseNet adds
 */
public record BodySettings(InputMaps input, int depth, int blocks, int width, int growth, BranchSettings branch) {
    public BodySettings {
        if (depth < 0 || blocks < 0 || width < 0 || growth < 0) {
            throw new IllegalArgumentException("negative size in the settings of a network: depth " + depth
                    + ", blocks " + blocks + ", width " + width + ", growth " + growth);
        }
    }

    /** All channels, with these sizes. */
    public static BodySettings sized(int blocks, int width) {
        return new BodySettings(new InputMaps.All(), 0, blocks, width, 0, BranchSettings.DEFAULTS);
    }

    BodySettings withDepth(int other) {
        return new BodySettings(input, other, blocks, width, growth, branch);
    }

    /** Throws if a setting is given that a network of this name does not have. */
    void refuseUnless(String network, boolean hasDepth, boolean hasBlocks, boolean hasGrowth, boolean hasBranches) {
        refuse(depth > 0 && !hasDepth, "depth", depth, network);
        refuse(blocks > 0 && !hasBlocks, "blocks", blocks, network);
        refuse(growth > 0 && !hasGrowth, "growth", growth, network);
        refuse(
                !branch.equals(BranchSettings.DEFAULTS) && !hasBranches,
                "first_kernel, conv_l2, order or block_dropout",
                branch,
                network);
    }

    private static void refuse(boolean refused, String setting, Object value, String network) {
        if (refused) {
            throw new IllegalArgumentException(network + " has no setting " + setting + " (" + value + ")");
        }
    }
}
