package io.wellstream.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTensorsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void tensorsAreReadByNameInEveryFormThatExportersWrite() throws IOException {
        float[] many = new float[200_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i / 7f;
        }
        byte[] file = new OnnxFileBuilder()
                .tensor("raw", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
                .list("list", List.of(2L), -1, 0.5f)
                .tensor("many", List.of(400L, 500L), many)
                .tensor(TensorProto.newBuilder()
                        .setName("half")
                        .addDims(1)
                        .setDataType(TensorProto.DataType.FLOAT16_VALUE)
                        .setRawData(ByteString.copyFrom(new byte[2])))
                .node("Identity", "copy", "raw")
                .node("Conv", "y", "x", "many")
                .node("BatchNormalization", "z", "y", "raw", "raw", "raw", "raw")
                .bytes();
        try (OnnxTensors tensors = OnnxTensors.open(write(file))) {
            assertThat(tensors.shapes())
                    .containsEntry("raw", List.of(2L, 3L))
                    .containsEntry("copy", List.of(2L, 3L))
                    .containsOnlyKeys("raw", "list", "many", "copy");
            assertThat(tensors.numbers("copy")).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(tensors.numbers("list")).containsExactly(-1, 0.5f);
            assertThat(tensors.numbers("many")).isEqualTo(many);
            assertThat(tensors.otherTypes()).containsEntry("half", "FLOAT16").hasSize(1);
            assertThat(tensors.lacksBatchNorms()).isFalse();
        }
    }

    @Test
    void whatTheExporterWritesIsReadBack() throws IOException {
        NetworkSpec spec = TinyTraining.denseNet();
        byte[] file = Saved.bytes(
                out -> OnnxExporter.export(spec, (node, part) -> numbers(spec, node.name() + "/" + part), out));
        try (OnnxTensors tensors = OnnxTensors.open(write(file))) {
            for (Weight weight : Weight.of(spec)) {
                assertThat(tensors.shapes()).containsEntry(weight.name(), weight.shape());
                assertThat(tensors.numbers(weight.name())).isEqualTo(numbers(spec, weight.name()));
            }
        }
    }

    private static float[] numbers(NetworkSpec spec, String name) {
        Weight weight = Weight.of(spec).stream()
                .filter(of -> of.name().equals(name))
                .findFirst()
                .orElseThrow();
        float[] numbers = new float[weight.length()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = name.hashCode() % 1_000 + i;
        }
        return numbers;
    }

    @Test
    void aFileThatIsCutOffAnywhereInItsGraphIsRefused() throws IOException {
        byte[] whole = new OnnxFileBuilder()
                .tensor("a", List.of(3L), 1, 2, 3)
                .node("Conv", "y", "x", "a")
                .bytes();
        for (int length = 0; length < whole.length; length++) {
            Path cut = write(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> OnnxTensors.open(cut))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(RefusedOnnxException.class);
        }
        Path cut = write(Arrays.copyOf(whole, whole.length - 5));
        assertThatThrownBy(() -> OnnxTensors.open(cut)).hasMessageStartingWith("it is cut off or damaged: ");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        for (String text : List.of("", "no network", "{\"a\": 1}", "PK\u0003\u0004 a PyTorch file is a zip")) {
            Path file = write(text.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> OnnxTensors.open(file))
                    .as(text)
                    .isInstanceOf(RefusedOnnxException.class)
                    .hasMessage("it is not an ONNX file");
        }
    }

    @Test
    void numbersInAnotherFileAreRefused() throws IOException {
        Path file = write(new OnnxFileBuilder()
                .tensor(OnnxFileBuilder.described("conv1.weight", List.of(2L))
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL))
                .bytes());

        assertThatThrownBy(() -> OnnxTensors.open(file))
                .isInstanceOf(RefusedOnnxException.class)
                .hasMessageContaining("the numbers of tensor 'conv1.weight' are in another file (external data)");
    }

    @Test
    void shapesThatDoNotFitTheirNumbersAreRefused() throws IOException {
        Path fewer = write(new OnnxFileBuilder().tensor("a", List.of(3L), 1, 2).bytes());
        Path endless = write(new OnnxFileBuilder()
                .tensor("b", List.of(1L << 40, 1L << 40), 1)
                .bytes());

        assertThatThrownBy(() -> OnnxTensors.open(fewer))
                .isInstanceOf(RefusedOnnxException.class)
                .hasMessage("tensor 'a' has 8 bytes; its shape is [3]");
        assertThatThrownBy(() -> OnnxTensors.open(endless))
                .isInstanceOf(RefusedOnnxException.class)
                .hasMessageContaining("tensor 'b' has the impossible shape");
    }

    @Test
    void aFileAboveTheLimitIsRefusedUnread() throws IOException {
        Path sparse = folder.resolve("sparse.onnx");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(OnnxTensors.LARGEST_FILE + 1);
        }

        assertThatThrownBy(() -> OnnxTensors.open(sparse))
                .isInstanceOf(RefusedOnnxException.class)
                .hasMessageContaining("expected at most " + OnnxTensors.LARGEST_FILE);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "file", ".onnx"), bytes);
    }
}
