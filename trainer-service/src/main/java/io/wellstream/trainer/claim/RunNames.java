package io.wellstream.trainer.claim;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreFullException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which request has a run's name. The first request puts its record into the store, under the name and only if nothing is there. So of
 * two requests that reach different trainers before the table of runs has either, exactly one gets the name, and the other learns of it.
 */
public final class RunNames {
    private static final Logger LOG = LoggerFactory.getLogger(RunNames.class);

    private final ObjectStore store;

    public RunNames(ObjectStore store) {
        this.store = store;
    }

    /** The request that has the name: this one if the name was free, else the one that took it first. */
    public RunRecord take(RunRecord request) {
        ObjectKey key = ObjectKeys.runName(new RunId(request.getRun()));
        try {
            return put(key, request) ? request : read(key).orElse(request);
        } catch (StoreFullException e) { // the run is requested all the same, and waits for space as every run does
            LOG.warn("the name of run={} is not recorded reason=\"{}\"", request.getRun(), e.getMessage());
            return request;
        } catch (CorruptObjectException | InvalidProtocolBufferException e) {
            LOG.warn("the name of run={} is damaged in the store and is put again reason=\"{}\"", request.getRun(), e);
            store.delete(List.of(key));
            boolean unused = put(key, request);
            return request;
        }
    }

    private boolean put(ObjectKey key, RunRecord request) {
        return store.replace(key, request.toByteArray(), Optional.empty()).isPresent();
    }

    private Optional<RunRecord> read(ObjectKey key) throws InvalidProtocolBufferException {
        Optional<ObjectStore.Versioned> there = store.read(key);
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(RunRecord.parseFrom(there.get().bytes()));
    }
}
