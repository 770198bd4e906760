package io.wellstream.trainer.run;

/** The run cannot begin yet, because something that will come is missing; its claim is released. */
final class RunWaitingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunWaitingException(String reason) {
        super(reason);
    }
}
