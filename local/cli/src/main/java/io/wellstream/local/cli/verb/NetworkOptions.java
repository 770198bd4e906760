package io.wellstream.local.cli.verb;

import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network is trained. An option that is not given leaves its setting to the trainer; docs/training.md explains all of them. */
final class NetworkOptions {
    @Option(
            names = "--network",
            defaultValue = "",
            paramLabel = "NAME",
            description = "stacked-resnet (default), densenet, vgg-composite or six-branch.")
    private String network = "";

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "stacked-resnet: 10 (default), 18, 34 or 50; densenet: 121 (default), 169 or 201; vgg-composite: 11 (default),"
                            + " 13, 16 or 19.")
    private @Nullable Integer depth;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description =
                    "Blocks of six-branch, of stacked-resnet at depth 10, or of densenet. Default: the network's.")
    private @Nullable Integer blocks;

    @Option(names = "--width", paramLabel = "N", description = "Filters of the first layer. Default: the network's.")
    private @Nullable Integer width;

    @Option(names = "--growth", paramLabel = "N", description = "densenet: maps that each layer adds. Default: 32.")
    private @Nullable Integer growth;

    @Option(
            names = "--input",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "stacked (default): all channels; single: one, named by --channel; composite: three maps, the channels in"
                            + " their usual colours. six-branch has a branch for each channel.")
    private String input = "";

    @Option(names = "--channel", paramLabel = "N", description = "The channel of --input single, from 1.")
    private @Nullable Integer channel;

    @Option(
            names = "--first-kernel",
            paramLabel = "N",
            description = "six-branch: side of the first kernel, odd. Default: 3.")
    private @Nullable Integer firstKernel;

    @Option(
            names = "--conv-l2",
            paramLabel = "X",
            description = "six-branch: weight penalty of the convolutions. Default: 0.")
    private @Nullable Double convL2;

    @Option(
            names = "--order",
            defaultValue = "",
            paramLabel = "NAME",
            description = "six-branch: relu-norm (default), or norm-relu: the batch norm before the ReLU.")
    private String order = "";

    @Option(
            names = "--block-dropout",
            paramLabel = "X",
            description = "six-branch: share of values dropped after each block. Default: 0.")
    private @Nullable Double blockDropout;

    @Option(names = "--dense", paramLabel = "N", description = "Units of the hidden layer. Default: the network's.")
    private @Nullable Integer dense;

    @Option(
            names = "--dropout",
            paramLabel = "X",
            description = "Share of values dropped in the head. Default: the network's.")
    private @Nullable Double dropout;

    @Option(
            names = "--l2",
            paramLabel = "X",
            description = "Weight penalty of the head. Default: the network's, or 0 with --weight-decay.")
    private @Nullable Double l2;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            description = "Units of a layer before the classifier, which models publish as embedding. Default: none.")
    private @Nullable Integer embedding;

    @Option(
            names = "--head",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "softmax (default); cosine: scaled cosines of embedding and class; arcface: the same, and training widens the"
                            + " angle to the true class.")
    private String head = "";

    @Option(
            names = "--cell-type-input",
            description =
                    "The head also reads the cell type of each well. Only for a run of all cell types, best with --dense or"
                            + " --embedding.")
    private boolean cellTypeInput;

    @Option(
            names = "--scale",
            paramLabel = "X",
            description = "Scale of --head cosine or arcface. Default: sqrt(2) ln(classes - 1).")
    private @Nullable Double scale;

    @Option(names = "--margin", paramLabel = "X", description = "Angle of --head arcface, in radians. Default: 0.5.")
    private @Nullable Double margin;

    /** Sets what was given; the rest stays as it is. */
    void writeTo(RunSpecification.Builder run) {
        NetworkSettings.Builder settings = run.getNetwork().toBuilder();
        ifGiven(network, settings::setName);
        ifGiven(input, settings::setInput);
        ifGiven(order, settings::setOrder);
        ifGiven(head, settings::setHead);
        ifGiven(depth, settings::setDepth);
        ifGiven(blocks, settings::setBlocks);
        ifGiven(width, settings::setWidth);
        ifGiven(growth, settings::setGrowth);
        ifGiven(channel, settings::setChannel);
        ifGiven(firstKernel, settings::setFirstKernel);
        ifGiven(convL2, settings::setConvL2);
        ifGiven(blockDropout, settings::setBlockDropout);
        ifGiven(dense, settings::setDense);
        ifGiven(dropout, settings::setDropout);
        ifGiven(l2, settings::setL2);
        ifGiven(embedding, settings::setEmbedding);
        ifGiven(scale, settings::setScale);
        ifGiven(margin, settings::setMargin);
        if (cellTypeInput) {
            settings.setCellTypeInput(true);
        }
        if (!settings.build().equals(run.getNetwork())) {
            run.setNetwork(settings);
        }
    }

    private static void ifGiven(String value, Consumer<String> setting) {
        if (!value.isEmpty()) {
            setting.accept(value);
        }
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }
}
