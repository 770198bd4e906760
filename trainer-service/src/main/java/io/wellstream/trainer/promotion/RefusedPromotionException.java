package io.wellstream.trainer.promotion;

/** The served model cannot be changed as requested; the message says what would help. */
public final class RefusedPromotionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedPromotionException(String message) {
        super(message);
    }
}
