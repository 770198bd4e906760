package io.wellstream.trainer.engine.saved;

import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.saved.SafetensorsHeader.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file with a network's complete state; equal states give equal bytes. It is written as a stream and read tensor by tensor. */
public final class SavedNetwork implements AutoCloseable {
    private static final String FORMAT = "wellstream-network-1";
    private static final int CHUNK = 1 << 16;

    private final FileChannel file;
    private final SafetensorsHeader header;
    private final long dataStart;
    private final SavedState state;

    private SavedNetwork(FileChannel file, SafetensorsHeader header, long dataStart, SavedState state) {
        this.file = file;
        this.header = header;
        this.dataStart = dataStart;
        this.state = state;
    }

    /** Writes a network; the stream stays open. */
    public static void write(SavedState state, List<SavedTensor> tensors, OutputStream out) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", SafetensorsHeader.json(FORMAT));
        metadata.put("steps", SafetensorsHeader.json(state.steps()));
        metadata.put("learning_rate", SafetensorsHeader.json(state.learningRate()));
        metadata.put("engine", SafetensorsHeader.json(state.engine()));
        metadata.put("definition", SafetensorsHeader.json(state.definition()));
        byte[] header = SafetensorsHeader.of(metadata, tensors).toBytes();
        out.write(littleEndian(Long.BYTES).putLong(header.length).array());
        out.write(header);
        for (SavedTensor tensor : tensors) {
            write(tensor, out);
        }
    }

    private static void write(SavedTensor tensor, OutputStream out) throws IOException {
        float[] numbers = tensor.numbers().get();
        if (numbers.length != tensor.length()) {
            throw new IllegalStateException(
                    "tensor `" + tensor.name() + "` has " + numbers.length + " numbers; expected " + tensor.length());
        }
        byte[] bytes = new byte[Math.min(CHUNK, numbers.length) * Float.BYTES];
        ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < numbers.length; from += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - from);
            chunk.clear().asFloatBuffer().put(numbers, from, count);
            out.write(bytes, 0, count * Float.BYTES);
        }
    }

    /** Whether the file begins as one of this format. */
    public static boolean isOne(Path path) {
        try (FileChannel file = FileChannel.open(path)) {
            ByteBuffer start = read(file, 0, Long.BYTES + 1);
            return isLength(start.getLong()) && start.get() == '{';
        } catch (CorruptCheckpointException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens a file.
     *
     * @throws CorruptCheckpointException if it is not a network that was saved after so many steps
     */
    public static SavedNetwork open(Path path, long steps) {
        SavedNetwork saved = open(path);
        if (saved.state().steps() != steps) {
            saved.close();
            throw new CorruptCheckpointException(
                    "it was saved after " + saved.state().steps() + " steps; expected " + steps);
        }
        return saved;
    }

    /**
     * Opens a file.
     *
     * @throws CorruptCheckpointException if it is not a saved network
     */
    public static SavedNetwork open(Path path) {
        try {
            FileChannel file = FileChannel.open(path);
            try {
                return open(file);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + path + ": " + e.getMessage(), e);
        }
    }

    private static SavedNetwork open(FileChannel file) throws IOException {
        long length = read(file, 0, Long.BYTES).getLong();
        if (!isLength(length)) {
            throw new CorruptCheckpointException("its header would have " + length + " bytes");
        }
        SafetensorsHeader header =
                SafetensorsHeader.parse(read(file, Long.BYTES, (int) length).array());
        String format = header.value("format", String.class);
        if (!format.equals(FORMAT)) {
            throw new CorruptCheckpointException("its format is `" + format + "`; this version reads " + FORMAT);
        }
        SavedState state = new SavedState(
                header.value("definition", NetworkDefinition.class),
                header.value("steps", Long.class),
                header.value("learning_rate", Double.class),
                header.value("engine", String.class));
        long dataStart = Long.BYTES + length;
        if (file.size() != dataStart + header.size()) {
            throw new CorruptCheckpointException(
                    "it has " + file.size() + " bytes; its header promises " + (dataStart + header.size()));
        }
        return new SavedNetwork(file, header, dataStart, state);
    }

    public SavedState state() {
        return state;
    }

    /** The shapes of its tensors by name, in the order in which they were written. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        header.places().forEach((name, place) -> shapes.put(name, place.shape()));
        return shapes;
    }

    public boolean has(String tensor) {
        return header.places().containsKey(tensor);
    }

    /**
     * The numbers of a tensor, in row-major order.
     *
     * @throws CorruptCheckpointException if there is none of this shape
     */
    public float[] numbers(String tensor, List<Long> shape) {
        Place place = header.places().get(tensor);
        if (place == null || !place.shape().equals(shape)) {
            throw new CorruptCheckpointException("tensor `" + tensor + "` is "
                    + (place == null ? "missing" : "of shape " + place.shape()) + "; expected shape " + shape);
        }
        float[] numbers = new float[Math.toIntExact((place.end() - place.begin()) / Float.BYTES)];
        try {
            for (int from = 0; from < numbers.length; from += CHUNK) {
                int count = Math.min(CHUNK, numbers.length - from);
                read(file, dataStart + place.begin() + (long) from * Float.BYTES, count * Float.BYTES)
                        .asFloatBuffer()
                        .get(numbers, from, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a local file: " + e.getMessage(), e);
        }
        return numbers;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("a file that was only read cannot be closed", e);
        }
    }

    private static boolean isLength(long length) {
        return length >= 2 && length <= SafetensorsHeader.LARGEST;
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = littleEndian(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new CorruptCheckpointException("it ends after " + file.size() + " bytes");
            }
        }
        return bytes.flip();
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
