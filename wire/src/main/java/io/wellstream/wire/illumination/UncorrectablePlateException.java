package io.wellstream.wire.illumination;

import org.jspecify.annotations.Nullable;

/** The illumination of a plate cannot be corrected; the message says why. */
public final class UncorrectablePlateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncorrectablePlateException(PlateSites plate, String reason, @Nullable Throwable cause) {
        super(
                "the illumination of plate " + plate.plate() + " of data set " + plate.dataset()
                        + " cannot be corrected: " + reason,
                cause);
    }
}
