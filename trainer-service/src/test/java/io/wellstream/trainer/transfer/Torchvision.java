package io.wellstream.trainer.transfer;

import io.wellstream.trainer.onnx.OnnxFileBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The weights of torchvision's networks, by name, with their shapes, as {@code state_dict()} lists them, but of any width; and ONNX files
 * of them as {@code torch.onnx.export} writes them if it keeps names.
 */
public final class Torchvision {
    private static final int INPUT_CHANNELS = 3;
    private static final int CLASSES = 10;

    private final Map<String, List<Long>> weights = new LinkedHashMap<>();

    private Torchvision() {}

    /** @param expansion 4 for bottlenecks, else 1 */
    public static Map<String, List<Long>> resnet(int width, List<Integer> blocks, int expansion) {
        Torchvision net = new Torchvision();
        net.conv("conv1", INPUT_CHANNELS, width, 7);
        net.norm("bn1", width);
        int maps = width;
        for (int layer = 1; layer <= 4; layer++) {
            int planes = width << (layer - 1);
            for (int block = 0; block < blocks.get(layer - 1); block++) {
                String name = "layer" + layer + "." + block + ".";
                int[] kernels = expansion == 1 ? new int[] {3, 3} : new int[] {1, 3, 1};
                int in = maps;
                for (int c = 1; c <= kernels.length; c++) {
                    int out = c == kernels.length ? planes * expansion : planes;
                    net.conv(name + "conv" + c, in, out, kernels[c - 1]);
                    net.norm(name + "bn" + c, out);
                    in = out;
                }
                if (block == 0 && (layer > 1 || expansion > 1)) {
                    net.conv(name + "downsample.0", maps, (long) planes * expansion, 1);
                    net.norm(name + "downsample.1", (long) planes * expansion);
                }
                maps = planes * expansion;
            }
        }
        net.linear("fc", maps);
        return net.weights;
    }

    public static Map<String, List<Long>> densenet(int growth, List<Integer> layers) {
        Torchvision net = new Torchvision();
        int maps = 2 * growth;
        net.conv("features.conv0", INPUT_CHANNELS, maps, 7);
        net.norm("features.norm0", maps);
        for (int block = 1; block <= layers.size(); block++) {
            for (int layer = 1; layer <= layers.get(block - 1); layer++) {
                String name = "features.denseblock" + block + ".denselayer" + layer + ".";
                net.norm(name + "norm1", maps);
                net.conv(name + "conv1", maps, 4L * growth, 1);
                net.norm(name + "norm2", 4L * growth);
                net.conv(name + "conv2", 4L * growth, growth, 3);
                maps += growth;
            }
            if (block < layers.size()) {
                net.norm("features.transition" + block + ".norm", maps);
                net.conv("features.transition" + block + ".conv", maps, maps / 2, 1);
                maps /= 2;
            }
        }
        net.norm("features.norm5", maps);
        net.linear("classifier", maps);
        return net.weights;
    }

    /** VGG-11 with batch norms. Its convolutions have biases. */
    public static Map<String, List<Long>> vgg11(int width) {
        Torchvision net = new Torchvision();
        int[] places = {0, 4, 8, 11, 15, 18, 22, 25
        }; // of convolutions; each has a batch norm and a ReLU after it, each block a pool
        int[] filters = {1, 2, 4, 4, 8, 8, 8, 8};
        int in = INPUT_CHANNELS;
        for (int i = 0; i < places.length; i++) {
            int out = filters[i] * width;
            net.conv("features." + places[i], in, out, 3);
            net.weights.put("features." + places[i] + ".bias", List.of((long) out));
            net.norm("features." + (places[i] + 1), out);
            in = out;
        }
        net.linear("classifier.6", in);
        return net.weights;
    }

    private void conv(String name, long in, long out, long kernel) {
        weights.put(name + ".weight", List.of(out, in, kernel, kernel));
    }

    private void norm(String name, long maps) {
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            weights.put(name + "." + part, List.of(maps));
        }
    }

    private void linear(String name, long in) {
        weights.put(name + ".weight", List.of((long) CLASSES, in));
        weights.put(name + ".bias", List.of((long) CLASSES));
    }

    /** @param prefix before each name, as in a network that contains this one */
    public static byte[] file(Map<String, List<Long>> weights, String prefix) {
        OnnxFileBuilder file = new OnnxFileBuilder();
        weights.forEach((name, shape) -> file.tensor(prefix + name, shape, numbers(name, shape)));
        return file.node("Conv", "a", "x", "w")
                .node("BatchNormalization", "b", "a")
                .bytes();
    }

    /** Small positive numbers, which can be variances too. */
    static float[] numbers(String name, List<Long> shape) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] numbers = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (0.05 + 0.1 * random.nextDouble());
        }
        return numbers;
    }
}
