package io.wellstream.local.cli.link;

import io.wellstream.local.cli.terminal.UserError;
import org.jspecify.annotations.Nullable;

/** The system, or a part of it, does not answer. The command ends with a separate exit code, so that scripts can repeat it. */
public abstract sealed class UnreachableException extends UserError permits AwayException, SystemGoneException {
    private static final long serialVersionUID = 1L;

    /** The exit code of a command that ends because of it. */
    public static final int EXIT_CODE = 3;

    UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same, with what the user can do. */
    public abstract UnreachableException advising(String advice);
}
