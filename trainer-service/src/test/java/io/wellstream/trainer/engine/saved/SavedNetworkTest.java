package io.wellstream.trainer.engine.saved;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedNetworkTest {
    private static final SavedState STATE =
            new SavedState(new NetworkDefinition(TinyTraining.resnet(), TinyTraining.ADAM, 7), 12, 0.25, "an engine");
    private static final List<SavedTensor> TENSORS = List.of(
            new SavedTensor("a/kernel", List.of(2L, 3L), () -> new float[] {1, 2, 3, 4, 5, 6}),
            new SavedTensor("a/bias", List.of(2L), () -> new float[] {-0f, Float.MIN_VALUE}));

    private final Path folder;

    SavedNetworkTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private byte[] bytes = {};

    @BeforeEach
    void save() {
        bytes = Saved.bytes(out -> SavedNetwork.write(STATE, TENSORS, out));
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Path file = file(bytes);

        assertThat(SavedNetwork.isOne(file)).isTrue();
        try (SavedNetwork saved = SavedNetwork.open(file, 12)) {
            assertThat(saved.state()).isEqualTo(STATE);
            assertThat(saved.numbers("a/kernel", List.of(2L, 3L))).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(saved.numbers("a/bias", List.of(2L))).containsExactly(-0f, Float.MIN_VALUE);
            assertThat(saved.has("a/bias")).isTrue();
            assertThat(saved.has("b/bias")).isFalse();
            assertThatThrownBy(() -> saved.numbers("b/bias", List.of(2L)))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("tensor `b/bias` is missing");
            assertThatThrownBy(() -> saved.numbers("a/bias", List.of(3L)))
                    .hasMessageContaining("of shape [2]; expected shape [3]");
        }
    }

    /** github.com/huggingface/safetensors: the header's length as 8 bytes, the header as JSON, then the numbers. */
    @Test
    void theFileIsInTheFormatSafetensors() {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        String header = new String(bytes, Long.BYTES, length, UTF_8);

        assertThat(length % 8).isZero();
        assertThat(header)
                .startsWith("{\"__metadata__\":{\"format\":\"\\\"wellstream-network-1\\\"\",\"steps\":\"12\"")
                .contains("\"a/kernel\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}")
                .contains("\"a/bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}");
        assertThat(bytes).hasSize(Long.BYTES + length + 32);
        assertThat(file.getFloat(Long.BYTES + length)).isEqualTo(1);
    }

    @Test
    void aFileThatWasCutOffAnywhereIsRefused() throws IOException {
        for (int length = 0; length < bytes.length; length += 7) {
            Path file = file(Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> SavedNetwork.open(file, 12).close())
                    .as("after %d bytes", length)
                    .isInstanceOf(CorruptCheckpointException.class);
        }
    }

    @Test
    void headersThatLieAreRefused() throws IOException {
        refused("\"data_offsets\":[0,24]", "\"data_offsets\":[8,24]", "do not fit");
        refused("\"data_offsets\":[0,24]", "\"data_offsets\":[0,-4]", "do not fit");
        refused("\"shape\":[2,3]", "\"shape\":[9,3]", "do not fit");
        refused("\"dtype\":\"F32\",\"shape\":[2,3]", "\"dtype\":\"I32\",\"shape\":[2,3]", "not of float32");
        refused("wellstream-network-1", "wellstream-network-9", "this version reads wellstream-network-1");
        refused("\"steps\":", "\"stepz\":", "`steps` is missing");
        refused("\"__metadata__\":{", "\"__metadata__\":[", "not JSON");
    }

    private void refused(String from, String to, String message) throws IOException {
        String text = new String(bytes, ISO_8859_1);
        assertThat(text).contains(from);
        Path file = file(text.replace(from, to).getBytes(ISO_8859_1));

        assertThatThrownBy(() -> SavedNetwork.open(file, 12).close())
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void otherFilesAreNotTakenForOne() throws IOException {
        assertThat(SavedNetwork.isOne(file("PK\3\4 a zip file".getBytes(UTF_8))))
                .isFalse();
        assertThat(SavedNetwork.isOne(file(new byte[0]))).isFalse();
        assertThat(SavedNetwork.isOne(file(new byte[100]))).isFalse();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "saved", ""), content);
    }
}
