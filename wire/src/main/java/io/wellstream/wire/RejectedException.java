package io.wellstream.wire;

import io.wellstream.proto.v1.WellKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that fails however often it is repeated: it cannot be decoded, or has a wrong digest or an impossible value. A loop
 * sends such a record to the dead letters and continues. Never thrown for an outage.
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
     * A rejection caused by one well, site or channel.
     *
     * @param site 0 if no single site is the cause
     * @param channel 0 if no single channel is the cause
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

    /** 0 if no single site is the cause. */
    public int site() {
        return site;
    }

    /** 0 if no single channel is the cause. */
    public int channel() {
        return channel;
    }
}
