package org.nd4j.nativeblas;

/**
 * Lets Deeplearning4j 1.0.0-M2.1 find oneDNN. Its layers ask a class of this name, by reflection, whether oneDNN is on;
 * the class moved in M2 and the question was left behind, so that without this one the answer is always no, silently.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** The two methods that are looked up by name. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        public static Environment getInstance() {
            return INSTANCE;
        }

        public boolean isUseMKLDNN() {
            return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance()
                    .isUseONEDNN();
        }
    }
}
