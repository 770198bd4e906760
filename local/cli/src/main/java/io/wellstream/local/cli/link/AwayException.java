package io.wellstream.local.cli.link;

import org.jspecify.annotations.Nullable;

/** A part of a system does not answer; it may be restarting. */
public final class AwayException extends UnreachableException {
    private static final long serialVersionUID = 1L;

    public AwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public AwayException advising(String advice) {
        return new AwayException(getMessage() + "; " + advice, getCause());
    }
}
