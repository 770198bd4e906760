package io.wellstream.trainer.network;

import java.util.List;

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
    private static final BodySettings DEFAULTS = sized(0, 0);

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

    /** Throws if a setting is given that a network does not have; it has these, an input and a width. */
    void allowOnly(String network, Setting... settings) {
        List<Setting> allowed = List.of(settings);
        for (Setting setting : Setting.values()) {
            if (!setting.of(this).equals(setting.of(DEFAULTS)) && !allowed.contains(setting)) {
                throw new IllegalArgumentException(
                        network + " has no setting " + setting.key + " (" + setting.of(this) + ")");
            }
        }
    }

    /** What only some networks have. */
    enum Setting {
        DEPTH("depth"),
        BLOCKS("blocks"),
        GROWTH("growth"),
        BRANCH("first_kernel, conv_l2, order or block_dropout");

        private final String key;

        Setting(String key) {
            this.key = key;
        }

        private Object of(BodySettings body) {
            return switch (this) {
                case DEPTH -> body.depth;
                case BLOCKS -> body.blocks;
                case GROWTH -> body.growth;
                case BRANCH -> body.branch;
            };
        }
    }
}
