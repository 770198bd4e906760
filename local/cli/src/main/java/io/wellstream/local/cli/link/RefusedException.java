package io.wellstream.local.cli.link;

import io.wellstream.local.cli.terminal.UserError;

/** A service answered that it cannot do what it was asked for. */
public final class RefusedException extends UserError {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
