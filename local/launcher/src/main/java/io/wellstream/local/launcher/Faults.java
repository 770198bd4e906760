package io.wellstream.local.launcher;

import io.wellstream.local.launcher.server.ServerProcess;
import java.io.IOException;
import java.util.OptionalLong;

/** Faults that a soak test puts into a running system and takes away again. */
public final class Faults {
    private final BrokerAndStore servers;
    private final DiskReserve disk;

    Faults(BrokerAndStore servers, DiskReserve disk) {
        this.servers = servers;
        this.disk = disk;
    }

    /** From now on the store takes calls and does not answer them, until {@link #releaseStore}. */
    public void stallStore() {
        servers.objects().stall(true);
    }

    public void releaseStore() {
        servers.objects().stall(false);
    }

    /** Whether the S3 server is a separate process, and which. */
    public OptionalLong storeProcess() {
        return servers.objects() instanceof ServerProcess process
                ? OptionalLong.of(process.pid())
                : OptionalLong.empty();
    }

    /** Kills the S3 server's process (SIGKILL); it is away until {@link #restartStore}. */
    public void killStore() {
        process().kill();
    }

    public void restartStore() throws IOException {
        process().restart();
    }

    private ServerProcess process() {
        if (servers.objects() instanceof ServerProcess process) {
            return process;
        }
        throw new IllegalStateException("the S3 server is in this process and cannot be killed alone");
    }

    /** From now on the disk counts as full: the built-in store refuses new objects, until {@link #freeDisk}. */
    public void fillDisk() {
        disk.pretendFull(true);
    }

    public void freeDisk() {
        disk.pretendFull(false);
    }

    /** Stops the broker, until {@link #startBroker}. */
    public void stopBroker() {
        servers.broker().suspend();
    }

    public void startBroker() throws IOException {
        servers.broker().resume();
    }
}
