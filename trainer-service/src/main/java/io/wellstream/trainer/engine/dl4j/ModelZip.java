package io.wellstream.trainer.engine.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's complete state as a Deeplearning4j model zip, which the library's own serializer can read, with an extra entry
 * for resuming training. Entries are sorted and have a fixed time, so equal states give equal bytes.
 */
final class ModelZip {
    private static final String CONFIGURATION = "configuration.json";
    private static final String STAMP = "wellstream.json";
    private static final String PARAMETERS = "coefficients.bin";
    private static final String UPDATER = "updaterState.bin";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stamp stamp;
    private final Map<String, byte[]> entries; // of the zip, by name

    /**
     * The extra entry.
     *
     * @param steps taken since the network was created
     * @param learningRate of the last step
     * @param blueprint the definition, under the name that it has in stored checkpoints
     */
    private record Stamp(long steps, double learningRate, NetworkDefinition blueprint) {}

    private ModelZip(Stamp stamp, Map<String, byte[]> entries) {
        this.stamp = stamp;
        this.entries = entries;
    }

    static byte[] write(NetworkDefinition definition, long steps, double learningRate, ComputationGraph graph) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try {
            ModelSerializer.writeModel(graph, plain, true);
            Map<String, byte[]> entries = unzip(plain.toByteArray());
            ComputationGraphConfiguration portable = GraphBuilder.portable(definition, learningRate);
            portable.setIterationCount(Math.toIntExact(steps));
            entries.put(CONFIGURATION, portable.toJson().getBytes(UTF_8));
            entries.put(STAMP, JSON.writeValueAsBytes(new Stamp(steps, learningRate, definition)));
            return zip(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: all streams are in memory
        }
    }

    static ModelZip read(byte[] bytes, long step) {
        try {
            Map<String, byte[]> entries = unzip(bytes);
            for (String name : new String[] {STAMP, PARAMETERS, UPDATER}) {
                if (!entries.containsKey(name)) {
                    throw new CorruptCheckpointException("entry `" + name + "` is missing");
                }
            }
            Stamp stamp = JSON.readValue(entries.get(STAMP), Stamp.class);
            if (stamp.steps() != step) {
                throw new CorruptCheckpointException(
                        "it was saved after " + stamp.steps() + " steps; expected " + step);
            }
            return new ModelZip(stamp, entries);
        } catch (IOException e) {
            throw new CorruptCheckpointException(String.valueOf(e.getMessage()), e);
        }
    }

    NetworkDefinition definition() {
        return stamp.blueprint();
    }

    long steps() {
        return stamp.steps();
    }

    double learningRate() {
        return stamp.learningRate();
    }

    /** Puts parameters and optimizer state into a graph built from {@link #definition}. */
    void restore(ComputationGraph graph) {
        copy(PARAMETERS, graph.params());
        copy(UPDATER, graph.getUpdater(true).getStateViewArray());
    }

    private void copy(String entry, INDArray target) {
        byte[] bytes = entries.getOrDefault(entry, new byte[0]);
        try (INDArray source = Nd4j.read(new DataInputStream(new ByteArrayInputStream(bytes)))) {
            if (source.length() != target.length()) {
                throw new CorruptCheckpointException(
                        "entry `" + entry + "` has " + source.length() + " numbers; expected " + target.length());
            }
            target.assign(source.reshape(target.shape()));
        }
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1); // weights hardly compress
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setTimeLocal(NO_TIME);
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
