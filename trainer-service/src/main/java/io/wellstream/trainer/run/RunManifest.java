package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.manifest.LiveDataset;
import io.wellstream.trainer.manifest.Pages;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.Trace;
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
 * one. A manifest, or a page of it, that the store has lost or damaged is made again, if the tables still give the same one.
 *
 * @param root which lists the pages; a manifest of an earlier version has all wells itself
 */
record RunManifest(ObjectRef ref, Manifest root) {
    private static final Logger LOG = LoggerFactory.getLogger(RunManifest.class);

    /**
     * What names a manifest.
     *
     * @param object the root
     * @param dataSha256 of the data that it is of, however they are stored
     */
    record Name(ObjectRef object, ByteString dataSha256) {}

    /**
     * The manifest that the run has, or gets now.
     *
     * @param tables gives the data set as it is now
     */
    static RunManifest of(RunRecord record, ClaimedRun run, Supplier<LiveDataset> tables) {
        Optional<ObjectRef> named = named(record, run);
        if (named.isEmpty()) {
            return made(run, tables);
        }
        if (record.hasRequested() && record.getReopened() == 0 && run.isOfReusedName()) {
            Manifest now = tables.get().root();
            if (!isOf(named.get(), now.toByteArray())
                    && !named.get().getSha256().equals(now.getDataSha256())) {
                throw reusedName(run);
            }
        }
        return new RunManifest(named.get(), read(named.get(), run, tables));
    }

    /** As {@link #of}, for a run that has ended. */
    static RunManifest ofEnded(RunRecord record, ClaimedRun run, Supplier<LiveDataset> tables) {
        ObjectRef named = named(record, run)
                .orElseThrow(() -> new RefusedRunException("the run has no manifest: it was never started"));
        return new RunManifest(named, read(named, run, tables));
    }

    Name name() {
        return new Name(ref, root.getPagesCount() == 0 ? ref.getSha256() : root.getDataSha256());
    }

    /** The data set of the run, read page by page. */
    DataSet dataSet(ClaimedRun run, Supplier<LiveDataset> tables) {
        return Pages.read(
                root,
                run.record().getSpecification(),
                page -> parsed(page.getObject(), bytes(page.getObject(), run, () -> {
                    byte[] now = tables.get().page(page.getExperiment()).toByteArray();
                    return Optional.of(now).filter(bytes -> isOf(page.getObject(), bytes));
                })));
    }

    static RefusedRunException reusedName(ClaimedRun run) {
        return new RefusedRunException(
                "an earlier run '" + run.id() + "', of which the broker lost the record, had another"
                        + " specification or other data; its checkpoints and its model have this name: choose another one");
    }

    private static RunManifest made(ClaimedRun run, Supplier<LiveDataset> tables) {
        LiveDataset live = tables.get();
        Manifest root = Trace.span(
                "make manifest",
                Attributes.of(Trace.RUN, run.id().name()),
                live.causes(),
                () -> live.root((key, page) -> run.put(key, page)));
        byte[] bytes = root.toByteArray();
        ObjectRef made = run.put(live.key(bytes), bytes);
        ObjectRef named = parse(name(run), run.putOrRead(name(run), made.toByteArray()));
        return new RunManifest(named, made.equals(named) ? root : read(named, run, tables));
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

    private static Manifest read(ObjectRef ref, ClaimedRun run, Supplier<LiveDataset> tables) {
        return parsed(ref, bytes(ref, run, () -> madeAgain(ref, tables.get())));
    }

    /** The root, or the manifest of an earlier version, if the data set is still the same. */
    private static Optional<byte[]> madeAgain(ObjectRef ref, LiveDataset live) {
        Manifest root = live.root();
        byte[] bytes = root.toByteArray();
        if (isOf(ref, bytes)) {
            return Optional.of(bytes);
        }
        return ref.getSha256().equals(root.getDataSha256())
                ? Optional.of(live.whole().toByteArray())
                : Optional.empty();
    }

    /** The bytes of an object, which is put again if the store has lost it. */
    private static byte[] bytes(ObjectRef ref, ClaimedRun run, Supplier<Optional<byte[]>> again) {
        try {
            return run.get(ref);
        } catch (MissingObjectException | CorruptObjectException damage) {
            byte[] bytes = again.get()
                    .orElseThrow(() -> new RefusedRunException(damage.getMessage()
                            + "; it cannot be made again, because the data set has changed since: restore it from a backup and"
                            + " continue with 'wellstream train --resume " + run.id()
                            + "', or train on the data set as it is now, as another run"));
            LOG.warn("a manifest is made again run={} reason=\"{}\"", run.id(), damage.getMessage());
            ObjectRef unused = run.put(ObjectKey.of(ref), bytes);
            return bytes;
        }
    }

    private static Manifest parsed(ObjectRef ref, byte[] bytes) {
        try {
            return Manifest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + ref.getKey() + " is not a manifest", e);
        }
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
