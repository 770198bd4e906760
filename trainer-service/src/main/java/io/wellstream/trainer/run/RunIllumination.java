package io.wellstream.trainer.run;

import io.wellstream.imaging.illumination.BlockSums;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.plan.Scope;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.illumination.PlateCorrections;
import io.wellstream.wire.illumination.PlateSites;
import io.wellstream.wire.illumination.UncorrectablePlateException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Corrects the illumination of a run's plates, if its specification asks for it. The plates that an attempt has computed are in the store,
 * so that the next attempt, and every other run on them, reads them.
 */
final class RunIllumination {
    private static final Logger LOG = LoggerFactory.getLogger(RunIllumination.class);

    private RunIllumination() {}

    /** Why the illumination of a run's plates cannot be corrected, as they are now; empty if it can, or if the run must wait. */
    static Optional<String> refusal(RunRecord run, DatasetGate gate) {
        if (run.getSpecification().getIllumination().isEmpty()
                || gate.waitingFor(run).isPresent()) {
            return Optional.empty();
        }
        DataSet data = gate.dataset(run).dataSet(run.getSpecification());
        return data.plates(Scope.of(run.getSpecification())).stream()
                .filter(plate -> plate.sites().size() < BlockSums.FEWEST_SITES)
                .map(plate ->
                        "illumination is '%s'; plate %s has %d sites, and %d are needed; take the plate out of the screen"
                                .formatted(
                                        run.getSpecification().getIllumination(),
                                        plate.plate(),
                                        plate.sites().size(),
                                        BlockSums.FEWEST_SITES))
                .findFirst();
    }

    /**
     * The data set as the run uses it.
     *
     * @throws RefusedRunException if the illumination of a plate cannot be corrected
     */
    static DataSet corrected(RunSpecification specification, DataSet data, ClaimedRun run) throws InterruptedException {
        if (specification.getIllumination().isEmpty()) {
            return data;
        }
        PlateCorrections corrections =
                new PlateCorrections(new RunObjects(run), Runtime.getRuntime().availableProcessors());
        List<PlateSites> plates = data.plates(Scope.of(specification));
        Map<PlateId, PlateCorrection> corrected = new TreeMap<>();
        for (PlateSites plate : plates) {
            run.checkContinue();
            try {
                corrected.put(plate.plate(), corrections.of(plate, run::checkContinue));
            } catch (UncorrectablePlateException e) {
                throw new RefusedRunException(
                        e.getMessage() + "; take the plate out of the screen, or train with illumination none");
            } catch (MissingObjectException | CorruptObjectException e) {
                throw new RefusedRunException(e.getMessage()
                        + "; restore it with 'wellstream ingest --verify' on the screen's files, then continue the run with"
                        + " 'wellstream train --resume'");
            }
            LOG.info(
                    "illumination run={} plate={} plates={} of={}",
                    run.id(),
                    plate.plate(),
                    corrected.size(),
                    plates.size());
        }
        return data.corrected(corrected);
    }

    /** The store as the run uses it. */
    private record RunObjects(ClaimedRun run) implements PlateCorrections.Objects {
        @Override
        public Optional<byte[]> find(ObjectKey key) {
            return run.read(key);
        }

        @Override
        public byte[] site(ObjectRef ref) {
            return run.get(ref);
        }

        @Override
        public void put(ObjectKey key, byte[] bytes) {
            ObjectRef unused = run.put(key, bytes);
        }
    }
}
