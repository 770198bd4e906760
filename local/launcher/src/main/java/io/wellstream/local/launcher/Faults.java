package io.wellstream.local.launcher;

import java.io.IOException;

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

    /** From now on the disk counts as full: the store refuses new objects, until {@link #freeDisk}. */
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
