package io.wellstream.local.launcher.server;

import io.wellstream.wire.store.StoreConfig;

/** A running S3 server. */
public interface ObjectServer extends AutoCloseable {
    /** How clients reach it. */
    StoreConfig config();

    /** From now on the server takes calls and does not answer them; or it answers again. */
    void stall(boolean stall);

    @Override
    void close();
}
