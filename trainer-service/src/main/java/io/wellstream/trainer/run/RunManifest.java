package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifest of a run. The first attempt makes it from the tables and names it in an object of the run; later attempts read the same
 * one. A manifest that the store has lost or damaged is made again, if the tables still give the same one.
 */
record RunManifest(ObjectRef ref, Manifest content) {
    private static final Logger LOG = LoggerFactory.getLogger(RunManifest.class);

    /**
     * The manifest that the run has, or gets now.
     *
     * @param fromTables makes one from the tables as they are now
     */
    static RunManifest of(RunRecord record, ClaimedRun run, Supplier<Manifest> fromTables) {
        Optional<ObjectRef> named = named(record, run);
        if (named.isEmpty()) {
            return made(run, fromTables);
        }
        if (record.hasRequested() && record.getReopened() == 0 && run.isOfReusedName()) {
            byte[] now = fromTables.get().toByteArray();
            if (!isOf(named.get(), now)) {
                throw reusedName(run);
            }
        }
        return new RunManifest(named.get(), read(named.get(), run, fromTables));
    }

    /** As {@link #of}, for a run that has ended. */
    static RunManifest ofEnded(RunRecord record, ClaimedRun run, Supplier<Manifest> fromTables) {
        ObjectRef named = named(record, run)
                .orElseThrow(() -> new RefusedRunException("the run has no manifest: it was never started"));
        return new RunManifest(named, read(named, run, fromTables));
    }

    static RefusedRunException reusedName(ClaimedRun run) {
        return new RefusedRunException(
                "an earlier run '" + run.id() + "', of which the broker lost the record, had another"
                        + " specification or other data; its checkpoints and its model have this name: choose another one");
    }

    private static RunManifest made(ClaimedRun run, Supplier<Manifest> fromTables) {
        Manifest content = fromTables.get();
        byte[] bytes = content.toByteArray();
        ObjectRef made = run.put(ObjectKeys.manifest(run.dataset(), Sha256.hexOf(bytes)), bytes);
        ObjectRef named = parse(name(run), run.putOrRead(name(run), made.toByteArray()));
        return new RunManifest(named, made.equals(named) ? content : read(named, run, fromTables));
    }

    /** The manifest's name, from the run's object, or from the run's record if the store has lost that object. */
    private static Optional<ObjectRef> named(RunRecord record, ClaimedRun run) {
        Optional<ObjectRef> named = run.read(name(run)).map(bytes -> parse(name(run), bytes));
        if (named.isPresent() || !record.getStarted().hasManifest()) {
            return named;
        }
        ObjectRef recorded = record.getStarted().getManifest();
        return Optional.of(parse(name(run), run.putOrRead(name(run), recorded.toByteArray())));
    }

    private static Manifest read(ObjectRef ref, ClaimedRun run, Supplier<Manifest> fromTables) {
        try {
            return Manifest.parseFrom(run.get(ref));
        } catch (MissingObjectException | CorruptObjectException e) {
            return madeAgain(ref, run, fromTables, e);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + ref.getKey() + " is not a manifest", e);
        }
    }

    private static Manifest madeAgain(ObjectRef ref, ClaimedRun run, Supplier<Manifest> fromTables, Exception damage) {
        Manifest now = fromTables.get();
        byte[] bytes = now.toByteArray();
        if (!isOf(ref, bytes)) {
            throw new RefusedRunException(damage.getMessage()
                    + "; it cannot be made again, because the data set has changed since: restore it from a backup and"
                    + " continue with 'wellstream train --resume " + run.id() + "', or train on the data set as it is"
                    + " now, as another run");
        }
        LOG.warn("a manifest is made again run={} reason=\"{}\"", run.id(), damage.getMessage());
        ObjectRef unused = run.put(ObjectKey.of(ref), bytes);
        return now;
    }

    private static boolean isOf(ObjectRef ref, byte[] manifest) {
        return ref.getSha256().equals(ByteString.copyFrom(Sha256.of(manifest)));
    }

    private static ObjectKey name(ClaimedRun run) {
        DatasetId dataset = run.dataset();
        return ObjectKeys.run(dataset, run.id(), "manifest");
    }

    private static ObjectRef parse(ObjectKey name, byte[] bytes) {
        try {
            return ObjectRef.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + name + " is not a reference to a manifest", e);
        }
    }
}
