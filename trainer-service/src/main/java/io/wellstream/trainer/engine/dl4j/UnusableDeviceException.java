package io.wellstream.trainer.engine.dl4j;

/** The machine's GPU or driver cannot run this build. Whoever chose the machine or the build should act. */
public final class UnusableDeviceException extends RuntimeException {
    public UnusableDeviceException(String problem) {
        super(problem);
    }
}
