package io.wellstream.trainer.engine.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Measures a product of two large matrices. */
record PeakProduct(TorchDevice device) {
    private static final int SIDE = 2_048;
    private static final long NANOS = 2_000_000_000;

    /** Of the fastest of some products. */
    double multiplyAddsPerSecond() {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor left = torch.randn(SIDE, SIDE).to(device.device(), torch.ScalarType.Float);
            Tensor right = torch.randn(SIDE, SIDE).to(device.device(), torch.ScalarType.Float);
            long end = System.nanoTime() + NANOS;
            long fastest = Long.MAX_VALUE;
            do {
                long started = System.nanoTime();
                multiply(left, right);
                fastest = Math.min(fastest, System.nanoTime() - started);
            } while (System.nanoTime() < end);
            return 1e9 * SIDE * SIDE * SIDE / fastest;
        }
    }

    private void multiply(Tensor left, Tensor right) {
        try (PointerScope _ = new PointerScope()) {
            Tensor product = device.computing(() -> torch.mm(left, right));
            float unused = product.narrow(0, 0, 1).narrow(1, 0, 1).item_float(); // waits for a card
        }
    }
}
