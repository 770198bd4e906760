package io.wellstream.scorer.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;

/** The hardware that networks run on. */
public enum Device {
    CPU,
    /** The first NVIDIA card visible to the process; the few operators that it does not support run on the CPU. */
    CUDA;

    private static final int CARD = 0;

    /** @throws IllegalStateException if this build's ONNX Runtime does not support it */
    public void require() {
        if (this == CUDA && !OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new IllegalStateException(
                    "wellstream.scorer.device is cuda, but this build's ONNX Runtime is for CPUs;"
                            + " build with -Pcuda, or set it to cpu");
        }
    }

    /** Options of a session. A session starts no threads: the inference pool runs batches in parallel instead. */
    OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        if (this == CUDA) {
            options.addCUDA(CARD);
        }
        return options;
    }
}
