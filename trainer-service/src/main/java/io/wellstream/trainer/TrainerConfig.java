package io.wellstream.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which runs a trainer takes, and the resources it uses. */
@ConfigMapping(prefix = "wellstream.trainer")
public interface TrainerConfig {
    /** The trainer's name in claims and records, and of the lock file in the lock folder. */
    @WithDefault("trainer")
    String name();

    /**
     * A folder on a local disk for the lock on the trainer's name. With it, a restarted trainer resumes its own run at once;
     * without it, it waits half a minute until its old claim expires.
     */
    Optional<Path> lockFolder();

    /** The cell types whose runs are taken, separated by commas; by default all, and runs over all cell types. */
    Optional<Set<String>> cellTypes();

    /** The most memory outside the Java heap; by default what the machine or the container has free, less a reserve. */
    OptionalInt nativeMegabytes();

    /** The folder into which native code is unpacked once, about 450 MB; by default JavaCPP's cache. */
    Optional<Path> nativeFolder();

    /** A folder on a local disk through which checkpoints and models pass; by default the platform's temporary folder. */
    Optional<Path> spoolFolder();

    /** The most batches requested and not yet used; each is held in memory. */
    @WithDefault("32")
    int mostBatches();

    /** The time after which an unanswered batch request is repeated; it doubles up to ten minutes. */
    @WithDefault("30s")
    Duration firstRepeat();

    /** The revision of the code, as model cards show it. */
    @WithDefault("unknown")
    String revision();
}
