package io.wellstream.trainer.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.wire.keys.Sha256;
import java.util.HashSet;
import java.util.Set;

/**
 * What the checkpoints of a run are of: its specification and its manifest. Names of runs can occur twice, if a broker lost its data.
 *
 * @param specification the digest in new checkpoints
 * @param earlier the digests of the specifications before a run was resumed with changes
 */
public record Origin(ByteString specification, Set<ByteString> earlier, ByteString manifest) {
    /** Fields that say when a run starts, or what is saved and served, and change no parameter. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "ingest_jobs",
            "partial",
            "promote",
            "promotion",
            "checkpoint_every_steps",
            "checkpoint_every_minutes",
            "preset",
            "predict_test_part");

    public static Origin of(RunRecord record, ByteString manifestSha256) {
        return new Origin(
                digest(record.getSpecification()),
                new HashSet<>(record.getEarlierSpecificationsSha256List()),
                manifestSha256);
    }

    /** The digest of a specification. */
    public static ByteString digest(RunSpecification specification) {
        RunSpecification.Builder effective = specification.toBuilder();
        for (FieldDescriptor field : RunSpecification.getDescriptor().getFields()) {
            if (WITHOUT_EFFECT.contains(field.getName())) {
                effective.clearField(field);
            }
        }
        return ByteString.copyFrom(Sha256.of(effective.build().toByteArray()));
    }

    /** Whether the checkpoint is of this origin, or was written before checkpoints said so. */
    boolean isOf(CheckpointComplete checkpoint) {
        ByteString of = checkpoint.getSpecificationSha256();
        return of.isEmpty()
                || (checkpoint.getManifestSha256().equals(manifest)
                        && (of.equals(specification) || earlier.contains(of)));
    }

    void writeTo(CheckpointComplete.Builder checkpoint) {
        checkpoint.setSpecificationSha256(specification).setManifestSha256(manifest);
    }
}
