package io.wellstream.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /**
     * The data sets whose runs are taken and may be requested here, separated by commas; by default all. The tables of the others are
     * not kept.
     */
    Optional<Set<String>> datasets();

    /**
     * The engines that train here, in order of preference for runs that any engine may train: dl4j, torch. Runs that name another
     * engine are left to other trainers. By default all that this platform has.
     */
    Optional<List<String>> engines();

    /**
     * Where engine torch computes: cpu, cuda, cuda:N for card N from 0, or several cards that share each batch, cuda:0,cuda:1. A card
     * that is asked for and missing is an error.
     */
    @WithDefault("cpu")
    String torchDevice();

    /**
     * The threads of engine torch; by default OMP_NUM_THREADS, or one fewer than the processors that the process or its container may
     * use. Equal results need equal numbers.
     */
    OptionalInt torchThreads();

    /** The most memory outside the Java heap; by default what the machine or the container has free, less a reserve. */
    OptionalInt nativeMegabytes();

    /** The folder into which native code is unpacked once, about 800 MB; by default JavaCPP's cache. */
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
