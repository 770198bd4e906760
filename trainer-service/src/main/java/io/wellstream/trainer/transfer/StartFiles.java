package io.wellstream.trainer.transfer;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.onnx.OnnxTensors;
import io.wellstream.trainer.onnx.RefusedOnnxException;
import io.wellstream.trainer.plan.NetworkChoice;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** ONNX files that users bring: stored under their digests, and found again when a run begins with one. */
public final class StartFiles {
    private static final int CHANNELS = 6; // where they are not known yet: the first kernel fits any number
    private static final int CLASSES = 1_000; // any number: the last layer is not taken
    private static final int NAMES_SHOWN = 4;
    private static final int CHUNK = 1 << 16;

    /** Ends as Wellstream's names of weights do. */
    private static final Pattern OURS = Pattern.compile("[a-z0-9][a-z0-9/-]*/(kernel|weights|gain)");

    private static final String EXPORT = "torch.onnx.export(model.eval(), images, path, dynamo=False,"
            + " do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE) keeps names and batch norms";

    private final ObjectStore store;
    private final Spool spool;

    /** @param spool for files on their way to and from the store */
    public StartFiles(ObjectStore store, Spool spool) {
        this.store = store;
        this.spool = spool;
    }

    /**
     * Stores a file for the runs of a data set. Nothing is kept of a file that is refused.
     *
     * @throws RefusedOnnxException if no network can begin with it
     */
    public ObjectRef put(DatasetId dataset, InputStream body) {
        try (ObjectFile file = spool.write(out -> copy(body, out))) {
            try (OnnxTensors tensors = OnnxTensors.open(file.path())) {
                requireKnownNames(tensors);
            }
            String digest = Sha256.hex(file.sha256());
            return store.putIfAbsent(ObjectKeys.startFile(dataset, digest), file)
                    .ref();
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long copied = 0;
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            copied += read;
            if (copied > OnnxTensors.LARGEST_FILE) {
                throw new RefusedOnnxException("it has more than " + OnnxTensors.LARGEST_FILE
                        + " bytes; expected at most as many, with the weights in float32");
            }
            to.write(chunk, 0, read);
        }
    }

    private static void requireKnownNames(OnnxTensors tensors) {
        Collection<String> names = tensors.shapes().keySet();
        if (tensors.lacksBatchNorms()) {
            throw new RefusedOnnxException("it has convolutions and no batch norms: the exporter folded them into the"
                    + " convolutions, or the network has none. Expected batch norms; " + EXPORT);
        }
        boolean ours = names.stream().anyMatch(name -> OURS.matcher(name).matches());
        if (!ours && !TorchNames.areAmong(names)) {
            throw new RefusedOnnxException("its weights are named " + shown(names)
                    + "; expected names of torchvision's ResNet, DenseNet or VGG with batch norms, or of a network that"
                    + " Wellstream exported. " + EXPORT);
        }
    }

    private static String shown(Collection<String> names) {
        return names.isEmpty()
                ? "nothing (it has none of float32)"
                : names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                        + (names.size() > NAMES_SHOWN ? " and so on" : "");
    }

    /**
     * The specification with the reference to its file.
     *
     * @param run a complete specification that names a file
     * @param channels of its data set, if they are known
     * @throws RefusedRunException if the run cannot begin with the file
     */
    RunSpecification resolved(RunSpecification run, Optional<Integer> channels) {
        if (!run.getStartFrom().hasOnnxFile()) {
            throw refused(run, "a file that was sent to POST /v1/onnx-files first, as the command line does");
        }
        ObjectRef sent = run.getStartFrom().getOnnxFile();
        String digest = Sha256.hex(sent.getSha256());
        ObjectRef ref = sent.toBuilder()
                .setKey(ObjectKeys.startFile(new DatasetId(run.getDataset()), digest)
                        .path())
                .build();
        NetworkSpec network =
                NetworkChoice.of(run, channels.filter(count -> count > 0).orElse(CHANNELS), CLASSES);
        try (ObjectFile file = store.get(ref, spool.next());
                OnnxSource source = OnnxSource.open(file.path(), network)) {
            requireMatch(run, network, source);
        } catch (MissingObjectException | CorruptObjectException e) {
            throw refused(
                    run, "a file that was sent to POST /v1/onnx-files for this data set (" + e.getMessage() + ")");
        } catch (RefusedOnnxException e) {
            throw refused(run, "an ONNX file: " + e.getMessage());
        }
        RunSpecification.Builder resolved = run.toBuilder();
        resolved.getStartFromBuilder().setOnnxFile(ref);
        return resolved.build();
    }

    private static void requireMatch(RunSpecification run, NetworkSpec network, OnnxSource source) {
        if (source.match().taken().isEmpty()) {
            Collection<String> names = source.file().shapes().keySet();
            throw refused(
                    run,
                    "a file that shares weights with " + network.name() + " of this run's settings (depth, width); this"
                            + " one has " + shown(names));
        }
        source.match().requireFrozen(run.getFrozenBlocks(), network);
    }

    private static RefusedRunException refused(RunSpecification run, String expected) {
        return RefusedRunException.setting("start_from.onnx", run.getStartFrom().getOnnx(), expected);
    }
}
