package io.wellstream.trainer.promotion;

import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ServedBefore;
import io.wellstream.proto.v1.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change of the served model: the record that makes it, and its line in the audit log.
 *
 * @param key of the record
 */
record ServingChange(String key, Optional<Serving> before, Serving after) {
    private static final Logger AUDIT = LoggerFactory.getLogger("audit");
    private static final int KEPT = 50;

    private static long now(Optional<Serving> before) {
        return Math.max(
                System.currentTimeMillis(),
                before.map(served -> served.getAtMs() + 1).orElse(0L));
    }

    /** The model becomes the served one; what was served is kept for rollbacks. */
    static ServingChange to(ModelPublished model, String key, Optional<Serving> before, String reason, String by) {
        List<ServedBefore> earlier = new ArrayList<>();
        before.ifPresent(served -> {
            earlier.add(ServedBefore.newBuilder()
                    .setRun(served.getRun())
                    .setSinceMs(served.getAtMs())
                    .build());
            earlier.addAll(served.getEarlierList());
        });
        return new ServingChange(
                key,
                before,
                Serving.newBuilder()
                        .setDataset(model.getDataset())
                        .setCellType(model.getCellType())
                        .setTarget(model.getTarget())
                        .setRun(model.getRun())
                        .setReason(reason)
                        .setAtMs(now(before))
                        .addAllEarlier(earlier.subList(0, Math.min(KEPT, earlier.size())))
                        .setBy(by)
                        .build());
    }

    /** What was served before is served again, and is no longer in the list of earlier runs. */
    static ServingChange back(String key, Serving before, String by) {
        return new ServingChange(
                key,
                Optional.of(before),
                Serving.newBuilder()
                        .setDataset(before.getDataset())
                        .setCellType(before.getCellType())
                        .setTarget(before.getTarget())
                        .setRun(before.getEarlier(0).getRun())
                        .setReason("rollback")
                        .setAtMs(now(Optional.of(before)))
                        .addAllEarlier(before.getEarlierList().subList(1, before.getEarlierCount()))
                        .setBy(by)
                        .build());
    }

    /** Writes one line: who, what, before, after. */
    void audit(String detail) {
        AUDIT.info(
                "serving changed by={} action={} model={} before={} after={} detail={}",
                oneLine(after.getBy()),
                after.getReason(),
                key,
                before.map(Serving::getRun).orElse("none"),
                after.getRun(),
                oneLine(detail));
    }

    /** Names of callers are chosen by others; they cannot end a line. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
