package io.wellstream.wire.keys;

import com.google.protobuf.CodedOutputStream;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.Phase;
import io.wellstream.wire.RejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The keys of all objects. A key is computed from what an object is, so doing the same work twice writes to the same key. It
 * contains the format's version, so code never finds an object of another format.
 */
public final class ObjectKeys {
    /** The format of 8-bit site objects, a part of their keys. */
    public static final String SITE_FORMAT = SiteObject.FORMAT;

    /** The format of illumination functions and the way in which they are computed, a part of their keys. */
    public static final String ILLUMINATION_FORMAT = "ill1";

    private static final int DIGEST_CHARACTERS = 16;

    private ObjectKeys() {}

    /** The original bytes of a source file, under its path in the screen. */
    public static ObjectKey image(DatasetId dataset, String originalPath) {
        return new ObjectKey(dataset + "/images/" + originalPath);
    }

    /** The planes of one site of 8 bits. */
    public static ObjectKey site(DatasetId dataset, SiteId site) {
        return site(dataset, site, Depth.EIGHT);
    }

    /** The planes of one site. */
    public static ObjectKey site(DatasetId dataset, SiteId site, Depth depth) {
        return new ObjectKey(
                dataset + "/sites/" + SiteObject.format(depth) + "/" + site.well() + "/s" + site.number() + ".six");
    }

    /** How a plate is lit, named by the SHA-256 of the sites that it is computed from, in hexadecimal. */
    public static ObjectKey illumination(DatasetId dataset, PlateId plate, String sha256) {
        return new ObjectKey(
                dataset + "/illumination/" + ILLUMINATION_FORMAT + "/" + plate + "/" + sha256 + ".illumination");
    }

    /** The rows that a submission for an ingested part must contain, named by the SHA-256 of its bytes in hexadecimal. */
    public static ObjectKey rows(DatasetId dataset, String sha256) {
        return new ObjectKey(dataset + "/rows/" + sha256 + ".csv");
    }

    /** A manifest, named by the SHA-256 of its bytes in hexadecimal. */
    public static ObjectKey manifest(DatasetId dataset, String sha256) {
        return new ObjectKey(dataset + "/manifests/" + sha256);
    }

    /** An ONNX file that runs begin with, named by the SHA-256 of its bytes in hexadecimal. */
    public static ObjectKey startFile(DatasetId dataset, String sha256) {
        return new ObjectKey(dataset + "/start/" + sha256 + ".onnx");
    }

    /** The batch that answers this request. Equal requests of one run have one key, whichever attempt asks. */
    public static ObjectKey batch(BatchRequest request) {
        return new ObjectKey(batches(new DatasetId(request.getDataset()), new RunId(request.getRun()))
                + phase(request.getPhase()) + "/" + request.getEpoch() + "/" + request.getIndex() + "-"
                + digestWithoutRun(request) + ".batch");
    }

    /** The first request for a run of this name, of any data set; no data set's name begins with an underscore. */
    public static ObjectKey runName(RunId run) {
        return new ObjectKey("_runs/" + run);
    }

    public static ObjectKey claim(DatasetId dataset, RunId run) {
        return run(dataset, run, "claim");
    }

    /** A part of the checkpoint taken after {@code step} batches; {@code complete} is put last. */
    public static ObjectKey checkpoint(DatasetId dataset, RunId run, long step, String name) {
        return new ObjectKey(checkpoints(dataset, run) + step + "/" + name);
    }

    /** Any other object of a run, e.g. its report. */
    public static ObjectKey run(DatasetId dataset, RunId run, String name) {
        return new ObjectKey(run(dataset, run) + name);
    }

    /** An object of a published model; without a cell type, of one for all. */
    public static ObjectKey model(DatasetId dataset, Optional<CellType> cellType, RunId run, String name) {
        return new ObjectKey(models(dataset) + cellType.map(CellType::name).orElse("all") + "/" + run + "/" + name);
    }

    /** A submission's table ({@code csv}), its calls ({@code calls.csv}) or report ({@code report.json}, {@code html}). */
    public static ObjectKey submission(DatasetId dataset, String id, String extension) {
        return new ObjectKey(dataset + "/submissions/" + id + "." + extension);
    }

    /** One model's scores of some wells, named by the SHA-256 of everything that they depend on, in hexadecimal. */
    public static ObjectKey scores(DatasetId dataset, String sha256) {
        return new ObjectKey(dataset + "/submissions/parts/" + sha256 + ".scores");
    }

    /** The machine-readable list of what failed in one shard (from 0) of an ingest job. */
    public static ObjectKey ingestReport(DatasetId dataset, String job, int shard) {
        return new ObjectKey(dataset + "/ingests/" + job + "/" + shard + ".json");
    }

    /** A plate's quality report: {@code report.json}, {@code plate.png}. */
    public static ObjectKey qc(DatasetId dataset, PlateId plate, String name) {
        return new ObjectKey(dataset + "/qc/" + plate + "/" + name);
    }

    /** The prefix of everything in a data set. */
    public static String dataset(DatasetId dataset) {
        return dataset + "/";
    }

    /** The prefix of a run's batches. */
    public static String batches(DatasetId dataset, RunId run) {
        return dataset + "/batches/" + run + "/";
    }

    /** The prefix of a run's checkpoints; what follows is {@code step/name}. */
    public static String checkpoints(DatasetId dataset, RunId run) {
        return run(dataset, run) + "checkpoints/";
    }

    /** The prefix of all objects of a run. */
    public static String run(DatasetId dataset, RunId run) {
        return dataset + "/runs/" + run + "/";
    }

    /** The prefix of a data set's models. */
    public static String models(DatasetId dataset) {
        return dataset + "/models/";
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case PHASE_TRAIN -> "train";
            case PHASE_VALIDATE -> "validate";
            case PHASE_UNSPECIFIED, UNRECOGNIZED -> throw new RejectedException("a batch request of phase " + phase);
        };
    }

    private static String digestWithoutRun(BatchRequest request) {
        BatchRequest what = request.toBuilder().clearRun().clearAttempt().build();
        byte[] bytes = new byte[what.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            what.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size accepts every byte", e);
        }
        return Sha256.hexOf(bytes).substring(0, DIGEST_CHARACTERS);
    }
}
