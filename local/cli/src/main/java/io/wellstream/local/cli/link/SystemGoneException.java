package io.wellstream.local.cli.link;

/** The system has stopped, and was not started again. */
public final class SystemGoneException extends UnreachableException {
    private static final long serialVersionUID = 1L;

    SystemGoneException(String message) {
        super(message, null);
    }

    @Override
    public SystemGoneException advising(String advice) {
        return new SystemGoneException(getMessage() + "; " + advice);
    }
}
