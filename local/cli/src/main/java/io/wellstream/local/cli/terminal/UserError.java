package io.wellstream.local.cli.terminal;

import org.jspecify.annotations.Nullable;

/** Something the user can mend; shown as one line, without a stack trace. */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
