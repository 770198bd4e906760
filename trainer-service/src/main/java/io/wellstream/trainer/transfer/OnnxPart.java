package io.wellstream.trainer.transfer;

import io.wellstream.trainer.onnx.OnnxTensors;
import java.util.List;
import java.util.Optional;

/** How the numbers of one weight come from the tensors of an ONNX file. */
sealed interface OnnxPart {
    float[] numbers(OnnxTensors file);

    /** The tensors that it reads. */
    List<String> tensors();

    /** What is done to the numbers, for people; empty if they stay as they are. */
    Optional<String> change();

    /** The numbers of a tensor. */
    record Same(String tensor) implements OnnxPart {
        @Override
        public float[] numbers(OnnxTensors file) {
            return file.numbers(tensor);
        }

        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public Optional<String> change() {
            return Optional.empty();
        }
    }

    /**
     * A first kernel for another number of channels. Each of its channels gets the mean over the file's channels, times the file's number
     * of channels / its own: where all channels show one image, it responds as the file's kernel does.
     *
     * @param theirs channels of the file; where squares of pixels are folded into channels, those of one pixel
     * @param ours channels of the network
     * @param area numbers of the kernel per channel
     */
    record Spread(String tensor, int theirs, int ours, int area) implements OnnxPart {
        @Override
        public float[] numbers(OnnxTensors file) {
            float[] from = file.numbers(tensor); // [filter, pixel of the square, channel, y, x]
            int groups = from.length / (theirs * area);
            float[] to = new float[groups * ours * area];
            for (int group = 0; group < groups; group++) {
                for (int place = 0; place < area; place++) {
                    double sum = 0;
                    for (int channel = 0; channel < theirs; channel++) {
                        sum += from[(group * theirs + channel) * area + place];
                    }
                    for (int channel = 0; channel < ours; channel++) {
                        to[(group * ours + channel) * area + place] = (float) (sum / ours);
                    }
                }
            }
            return to;
        }

        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public Optional<String> change() {
            return Optional.of("spread from " + theirs + " to " + ours
                    + (ours == 1 ? " channel" : " channels") + ", each with the mean over the file's x "
                    + theirs + "/" + ours);
        }
    }

    /** The running mean of a batch norm, less the bias of the convolution before it, which the network does not have. */
    record LessBias(String mean, String bias) implements OnnxPart {
        @Override
        public float[] numbers(OnnxTensors file) {
            float[] numbers = file.numbers(mean);
            float[] biases = file.numbers(bias);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] -= biases[i];
            }
            return numbers;
        }

        @Override
        public List<String> tensors() {
            return List.of(mean, bias);
        }

        @Override
        public Optional<String> change() {
            return Optional.of("less " + bias + ", because the convolution has no bias here");
        }
    }
}
