package org.nd4j.nativeblas;

/**
 * Lets Deeplearning4j 1.0.0-M2.1 find oneDNN. By reflection its layers ask a class of this name whether oneDNN is on. ND4J
 * moved that class in M2, but the layers still use the old name; without this class they never use oneDNN, and do not say
 * so.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** The class and methods that are looked up by name. */
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
