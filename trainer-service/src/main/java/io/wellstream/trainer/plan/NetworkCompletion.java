package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpecs;
import java.util.List;

/** The settings of a run's network, completed, and checked as far as that is possible without its data. */
final class NetworkCompletion {
    private static final String SOFTMAX = "softmax";
    private static final String ARCFACE = "arcface";
    private static final List<String> HEADS = List.of(SOFTMAX, "cosine", ARCFACE);
    private static final String RELU_NORM = "relu-norm";

    /** Of the authors, Deng et al. 2019. */
    private static final double MARGIN = 0.5;

    private static final double LARGEST_MARGIN = Math.PI / 2;

    private NetworkCompletion() {}

    static NetworkSettings of(NetworkSettings requested) {
        String name = choice("name", requested.getName(), NetworkSpecs.STACKED_RESNET, NetworkSpecs.names());
        NetworkSettings.Builder network = requested.toBuilder()
                .setName(name)
                .setDropout(requested.hasDropout() ? requested.getDropout() : -1)
                .setL2(requested.hasL2() ? requested.getL2() : -1);
        number("blocks", requested.getBlocks(), 32);
        number("width", requested.getWidth(), 1_024);
        number("dense", requested.getDense(), 8_192);
        number("depth", requested.getDepth(), 1_000);
        number("growth", requested.getGrowth(), 256);
        number("embedding", requested.getEmbedding(), 8_192);
        input(network);
        head(network);
        String order = choice("order", requested.getOrder(), RELU_NORM, List.of(RELU_NORM, "norm-relu"));
        return network.setOrder(order.equals(RELU_NORM) ? "" : order).build();
    }

    private static void input(NetworkSettings.Builder network) {
        boolean branches = network.getName().equals(NetworkSpecs.SIX_BRANCH);
        List<String> inputs = branches ? List.of("six-branch") : List.of("stacked", "single", "composite");
        network.setInput(choice("input", network.getInput(), inputs.getFirst(), inputs));
        boolean single = network.getInput().equals("single");
        if (single != (network.getChannel() > 0) || network.getChannel() < 0) {
            throw refused(
                    "channel",
                    network.getChannel(),
                    single ? "a channel from 1, because input is single" : "none unless input is single");
        }
    }

    private static void head(NetworkSettings.Builder network) {
        String head = choice("head", network.getHead(), SOFTMAX, HEADS);
        network.setHead(head.equals(SOFTMAX) ? "" : head);
        if (!(network.getScale() >= 0) || Double.isInfinite(network.getScale())) {
            throw refused("scale", network.getScale(), "a positive number, or 0 for √2 ln(classes - 1)");
        }
        if (network.getScale() > 0 && head.equals(SOFTMAX)) {
            throw refused("scale", network.getScale(), "none unless head is cosine or arcface");
        }
        if (network.hasMargin() && !head.equals(ARCFACE)) {
            throw refused("margin", network.getMargin(), "none unless head is arcface");
        }
        if (head.equals(ARCFACE)) {
            network.setMargin(network.hasMargin() ? network.getMargin() : MARGIN);
            if (!(network.getMargin() > 0 && network.getMargin() < LARGEST_MARGIN)) {
                throw refused("margin", network.getMargin(), "more than 0 and less than π/2 radians");
            }
        }
    }

    private static String choice(String key, String requested, String blank, List<String> allowed) {
        String value = requested.isEmpty() ? blank : requested;
        if (!allowed.contains(value)) {
            throw refused(key, requested, "one of " + String.join(", ", allowed));
        }
        return value;
    }

    private static void number(String key, int value, int most) {
        if (value < 0 || value > most) {
            throw refused(key, value, "0 to " + most);
        }
    }

    private static RefusedRunException refused(String key, Object value, String allowed) {
        return RefusedRunException.setting("network." + key, value, allowed);
    }
}
