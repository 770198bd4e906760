package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.memory.MemoryMeasurement;
import io.wellstream.trainer.memory.MemoryMeasurement.Result;
import io.wellstream.trainer.memory.MemoryMeasurement.Setup;
import java.nio.file.Path;

/** Measures the memory that this engine takes to train one network, in a separate process, and compares it with the forecast. */
public final class EngineMemory {
    /** The prefix of the line with the result; libraries print other lines. */
    public static final String RESULT = "memory ";

    private EngineMemory() {}

    /** Prints the result as {@code memory BATCH FORECAST-OUTSIDE FORECAST-HEAP MEASURED}, in bytes. */
    public static void main(String[] args) {
        if (args.length != 7) {
            throw new IllegalArgumentException(args.length
                    + " arguments; expected NETWORK CHANNELS SIDE CLASSES BATCH STEPS FOLDER, where a batch that does not"
                    + " fit is made smaller, and native code is unpacked into FOLDER");
        }
        Setup setup = new Setup(
                args[0],
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]));
        Dl4jEngine engine = Dl4jEngine.start(new NativeSettings(Long.MAX_VALUE, Path.of(args[6])));
        Result result = new MemoryMeasurement(engine).measure(setup, Integer.parseInt(args[5]));
        System.out.println(
                RESULT + result.batch() + " " + result.outside() + " " + result.heap() + " " + result.measured());
    }
}
