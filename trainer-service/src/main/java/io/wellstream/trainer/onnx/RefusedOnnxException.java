package io.wellstream.trainer.onnx;

/** A file is not an ONNX file whose weights can be read; the message says why, and what to do. */
public final class RefusedOnnxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public RefusedOnnxException(String message) {
        super(message);
    }
}
