package io.wellstream.trainer.network;

import java.util.List;
import java.util.function.Function;

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
            if (setting.isGiven(this) && !allowed.contains(setting)) {
                throw new IllegalArgumentException(
                        network + " has no setting " + setting.key + " (" + setting.value.apply(this) + ")");
            }
        }
    }

    /** What only some networks have. */
    enum Setting {
        DEPTH("depth", BodySettings::depth),
        BLOCKS("blocks", BodySettings::blocks),
        GROWTH("growth", BodySettings::growth),
        BRANCH("first_kernel, conv_l2, order or block_dropout", BodySettings::branch);

        private final String key;
        private final Function<BodySettings, Object> value;

        Setting(String key, Function<BodySettings, Object> value) {
            this.key = key;
            this.value = value;
        }

        private boolean isGiven(BodySettings body) {
            return !value.apply(body).equals(value.apply(DEFAULTS));
        }
    }
}
