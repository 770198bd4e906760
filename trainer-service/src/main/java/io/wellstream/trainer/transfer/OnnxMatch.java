package io.wellstream.trainer.transfer;

import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.onnx.OnnxTensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the weights of a network in an ONNX file, by name and shape. The last layer is never taken: an ONNX file does not say which
 * classes it answers.
 *
 * @param parts of the weights that are taken
 */
record OnnxMatch(Map<Weight, OnnxPart> parts, WeightMatch report) {
    static OnnxMatch of(NetworkSpec network, OnnxTensors file) {
        Finding finding = new Finding(network, file);
        Map<Weight, OnnxPart> parts = new LinkedHashMap<>();
        List<String> kept = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Weight weight : Weight.of(network)) {
            switch (finding.find(weight)) {
                case Found found -> {
                    parts.put(weight, found.part());
                    used.addAll(found.part().tensors());
                    found.part().change().ifPresent(change -> changed.add(weight.name() + ": " + change));
                }
                case Missing missing -> kept.add(weight.name() + ": " + missing.why());
            }
        }
        List<String> unused = file.shapes().keySet().stream()
                .filter(name -> !used.contains(name))
                .toList();
        return new OnnxMatch(parts, new WeightMatch(List.copyOf(parts.keySet()), kept, unused, changed));
    }

    private sealed interface Result {}

    private record Found(OnnxPart part) implements Result {}

    private record Missing(String why) implements Result {}

    /** A network and a file. */
    private static final class Finding {
        private final Map<String, List<Long>> shapes;
        private final Map<String, String> otherTypes;
        private final TorchNames torch;
        private final Map<String, Node> nodes;

        Finding(NetworkSpec network, OnnxTensors file) {
            this.shapes = file.shapes();
            this.otherTypes = file.otherTypes();
            this.torch = TorchNames.of(network, shapes.keySet());
            this.nodes = network.nodes().stream().collect(Collectors.toMap(Node::name, node -> node));
        }

        Result find(Weight weight) {
            if (weight.node().name().equals(NetworkSpec.LOGITS)) {
                return new Missing("the file does not say which classes it answers");
            }
            Optional<String> torchName = torch.of(weight);
            String name = torchName.filter(_ -> !isKnown(weight.name())).orElse(weight.name());
            List<Long> shape = shapes.get(name);
            if (otherTypes.containsKey(name)) {
                return new Missing(name + " is of " + otherTypes.get(name) + " in the file; expected FLOAT");
            }
            if (shape == null) {
                return new Missing(
                        "not in the file" + torchName.map(as -> " (" + as + ")").orElse(""));
            }
            if (shape.equals(weight.shape())) {
                return new Found(lessBias(weight, name).orElse(new OnnxPart.Same(name)));
            }
            return spread(weight, name, shape)
                    .<Result>map(Found::new)
                    .orElse(new Missing("shape " + weight.shape() + ", in the file " + shape));
        }

        private boolean isKnown(String name) {
            return shapes.containsKey(name) || otherTypes.containsKey(name);
        }

        /** If the convolution before this batch norm has a bias in the file, and none in the network. */
        private Optional<OnnxPart> lessBias(Weight weight, String mean) {
            String before = weight.node().inputs().getFirst();
            Node node = nodes.get(before);
            if (!weight.part().equals("mean") || node == null || !(node.op() instanceof Op.Convolution conv)) {
                return Optional.empty();
            }
            return torch.bias(before)
                    .filter(bias -> !conv.bias() && weight.shape().equals(shapes.get(bias)))
                    .<OnnxPart>map(bias -> new OnnxPart.LessBias(mean, bias));
        }

        /** If this is the first kernel, and only its channels differ. */
        private Optional<OnnxPart> spread(Weight weight, String tensor, List<Long> shape) {
            Node before = nodes.get(weight.node().inputs().getFirst()); // null for the pixels
            boolean first = before == null || before.op() instanceof Op.View;
            List<Long> ours = weight.shape();
            if (!first || ours.size() != 4 || shape.size() != 4) {
                return Optional.empty();
            }
            int block = before != null && before.op() instanceof Op.SpaceToDepth fold ? fold.block() : 1;
            int positions = block * block;
            boolean otherwiseEqual = shape.get(0).equals(ours.get(0))
                    && shape.subList(2, 4).equals(ours.subList(2, 4))
                    && shape.get(1) > 0
                    && shape.get(1) % positions == 0;
            if (!otherwiseEqual) {
                return Optional.empty();
            }
            return Optional.of(new OnnxPart.Spread(
                    tensor,
                    Math.toIntExact(shape.get(1) / positions),
                    Math.toIntExact(ours.get(1) / positions),
                    Math.toIntExact(shape.get(2) * shape.get(3))));
        }
    }
}
