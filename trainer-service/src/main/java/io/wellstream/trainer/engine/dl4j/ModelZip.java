package io.wellstream.trainer.engine.dl4j;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A file with a network's complete state: a Deeplearning4j model zip, which the library's own serializer can read, with an
 * extra entry for resuming training. Entries are sorted and have a fixed time, so equal states give equal bytes. It is
 * written and read as a stream.
 */
final class ModelZip implements AutoCloseable {
    private static final String PARAMETERS = "coefficients.bin";
    private static final String CONFIGURATION = "configuration.json";
    private static final String UPDATER = "updaterState.bin";
    private static final String STAMP = "wellstream.json";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int BUFFER = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ZipFile zip;
    private final Stamp stamp;

    /**
     * The extra entry.
     *
     * @param steps taken since the network was created
     * @param learningRate of the last step
     * @param blueprint the definition, under the name that it has in stored checkpoints
     */
    private record Stamp(long steps, double learningRate, NetworkDefinition blueprint) {}

    private ModelZip(ZipFile zip, Stamp stamp) {
        this.zip = zip;
        this.stamp = stamp;
    }

    static void write(
            NetworkDefinition definition, long steps, double learningRate, ComputationGraph graph, OutputStream out)
            throws IOException {
        ComputationGraphConfiguration portable = GraphBuilder.portable(definition, learningRate);
        portable.setIterationCount(Math.toIntExact(steps));
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(1); // weights hardly compress
        entry(zip, PARAMETERS, data -> Nd4j.write(graph.params(), data));
        entry(zip, CONFIGURATION, data -> data.write(portable.toJson().getBytes(StandardCharsets.UTF_8)));
        entry(zip, UPDATER, data -> Nd4j.write(graph.getUpdater().getStateViewArray(), data));
        entry(zip, STAMP, data -> data.write(JSON.writeValueAsBytes(new Stamp(steps, learningRate, definition))));
        zip.finish();
    }

    /** Opens a file; throws {@link CorruptCheckpointException} if it is not a checkpoint of this step. */
    static ModelZip open(Path file, long step) {
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new ModelZip(zip, stamp(zip, step));
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
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

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new IllegalStateException("a file that was only read cannot be closed", e);
        }
    }

    private static Stamp stamp(ZipFile zip, long step) throws IOException {
        for (String name : new String[] {STAMP, PARAMETERS, UPDATER}) {
            if (zip.getEntry(name) == null) {
                throw new CorruptCheckpointException("entry `" + name + "` is missing");
            }
        }
        try (InputStream json = open(zip, STAMP)) {
            Stamp stamp = JSON.readValue(json, Stamp.class);
            if (stamp.steps() != step) {
                throw new CorruptCheckpointException(
                        "it was saved after " + stamp.steps() + " steps; expected " + step);
            }
            return stamp;
        }
    }

    private void copy(String entry, INDArray target) {
        try (DataInputStream in = new DataInputStream(open(zip, entry));
                INDArray source = Nd4j.read(in)) {
            if (source.length() != target.length()) {
                throw new CorruptCheckpointException(
                        "entry `" + entry + "` has " + source.length() + " numbers; expected " + target.length());
            }
            target.assign(source.reshape(target.shape()));
        } catch (IOException e) {
            throw new CorruptCheckpointException("entry `" + entry + "`: " + e.getMessage(), e);
        }
    }

    private static InputStream open(ZipFile zip, String entry) throws IOException {
        return new BufferedInputStream(zip.getInputStream(zip.getEntry(entry)), BUFFER);
    }

    /** Writes the data of one entry. */
    private interface EntryWriter {
        void writeTo(DataOutputStream data) throws IOException;
    }

    private static void entry(ZipOutputStream zip, String name, EntryWriter writer) throws IOException {
        ZipEntry header = new ZipEntry(name);
        header.setTimeLocal(NO_TIME);
        zip.putNextEntry(header);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(zip, BUFFER));
        writer.writeTo(data);
        data.flush();
        zip.closeEntry();
    }
}
