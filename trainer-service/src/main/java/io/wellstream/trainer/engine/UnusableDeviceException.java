package io.wellstream.trainer.engine;

/** This build cannot run on the machine's GPU or driver; use another machine or another build. */
public final class UnusableDeviceException extends RuntimeException {
    public UnusableDeviceException(String problem) {
        super(problem);
    }
}
