package io.wellstream.trainer.http;

import io.wellstream.shell.arrival.Arrival;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that goes to disk as it arrives: its parts are counted like the messages of a stream, and none is held longer than it is read. */
final class ArrivingFile extends FilterInputStream {
    private final Arrival arrival;

    ArrivingFile(InputStream body, Arrival arrival) {
        super(body);
        this.arrival = arrival;
        arrival.isStream();
    }

    @Override
    public int read() throws IOException {
        arrival.demanded(1);
        int read = super.read();
        arrival.messageArrived();
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        arrival.demanded(1);
        int read = super.read(bytes, offset, length);
        arrival.messageArrived();
        return read;
    }
}
