package io.wellstream.trainer.engine.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Native objects that outlive the scope in which they were made; closing it frees them. */
final class Kept implements AutoCloseable {
    private final List<Pointer> pointers = new ArrayList<>();

    <P extends Pointer> P keep(P pointer) {
        pointer.retainReference();
        pointers.add(pointer);
        return pointer;
    }

    @Override
    public void close() {
        pointers.forEach(Pointer::releaseReference);
        pointers.clear();
    }
}
