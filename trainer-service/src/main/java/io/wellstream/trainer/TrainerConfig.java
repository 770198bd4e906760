package io.wellstream.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which runs a trainer takes, and with what. */
@ConfigMapping(prefix = "wellstream.trainer")
public interface TrainerConfig {
    /** The trainer's name in claims and records; it is part of its identity where a lock folder is given. */
    @WithDefault("trainer")
    String name();

    /**
     * A folder on a local disk where the trainer keeps the lock on its name, so that a restarted one takes its runs back at
     * once; without it a restarted trainer waits for half a minute.
     */
    Optional<Path> lockFolder();

    /** Cell types whose runs are taken, several separated by commas; all, and runs over all, unless given. */
    Optional<Set<String>> cellTypes();

    /** Memory outside the heap for networks and batches; the six-branch network at 224 pixels and batch 32 needs 8192. */
    @WithDefault("3072")
    int nativeMegabytes();

    /** Where native code is unpacked, once, about 450 MB; where JavaCPP keeps it unless given. */
    Optional<Path> nativeFolder();

    /** Batches asked for and not yet learned from, at most; each waits in memory. */
    @WithDefault("32")
    int mostBatches();

    /** How long a batch is waited for before it is asked for again; doubles up to ten minutes, five times. */
    @WithDefault("30s")
    Duration firstRepeat();

    /** The revision of the code, for model cards. */
    @WithDefault("unknown")
    String revision();
}
