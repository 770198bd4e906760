package io.wellstream.local.cli;

import org.jspecify.annotations.Nullable;

/** Something the user can mend; shown as one line, without a stack trace. */
class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserError(String message) {
        super(message);
    }

    UserError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
