package io.wellstream.wire;

import io.wellstream.proto.v1.WellKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked can never work, however often it is repeated: undecodable, wrong digest, impossible value. A loop sends such a
 * record to the dead letters and goes on. Outages are never this.
 */
public class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<WellKey> well;
    private final int site;
    private final int channel;

    public RejectedException(String reason) {
        super(reason);
        this.well = Optional.empty();
        this.site = 0;
        this.channel = 0;
    }

    public RejectedException(String reason, Throwable cause) {
        super(reason, cause);
        this.well = Optional.empty();
        this.site = 0;
        this.channel = 0;
    }

    /**
     * A rejection that one well, site or channel is to blame for.
     *
     * @param site 0 if not of one site
     * @param channel 0 if not of one channel
     */
    public RejectedException(String reason, @Nullable Throwable cause, WellKey well, int site, int channel) {
        super(reason, cause);
        this.well = Optional.of(well);
        this.site = site;
        this.channel = channel;
    }

    public Optional<WellKey> well() {
        return well;
    }

    /** 0 if not of one site. */
    public int site() {
        return site;
    }

    /** 0 if not of one channel. */
    public int channel() {
        return channel;
    }
}
