package io.wellstream.imaging.score;

/** Student's t distribution, as intervals over few experiments need it. */
final class Student {
    private static final double Z = 1.959963984540054; // 97.5 % point of the normal distribution
    private static final double[] T = { // by degrees of freedom, from 1
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139
    };

    private Student() {}

    /** The 97.5 % point: 12.7 with one degree of freedom, 1.96 with very many. Beyond ten, Fisher's series. */
    static double t(long degreesOfFreedom) {
        if (degreesOfFreedom < 1) {
            throw new IllegalArgumentException(degreesOfFreedom + " degrees of freedom; expected at least 1");
        }
        if (degreesOfFreedom <= T.length) {
            return T[(int) degreesOfFreedom - 1];
        }
        double z2 = Z * Z;
        double n = degreesOfFreedom;
        return Z
                + Z * (z2 + 1) / (4 * n)
                + Z * (5 * z2 * z2 + 16 * z2 + 3) / (96 * n * n)
                + Z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / (384 * n * n * n);
    }

    /**
     * Half the 95 % interval of a ratio of sums over experiments, such as hits per well: t times the standard error that the
     * experiments' deviations from the common ratio give. At least two experiments.
     *
     * @param sums of each experiment
     * @param counts of each experiment
     */
    static double halfWidth(double[] sums, long[] counts) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += sums[i];
            count += counts[i];
        }
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            double deviation = sums[i] - sum / count * counts[i];
            squares += deviation * deviation;
        }
        int k = sums.length;
        return t(k - 1) * Math.sqrt(squares * k / (k - 1)) / count;
    }
}
