package io.wellstream.simulator.drawing;

import io.wellstream.simulator.random.StreamKey;

/**
 * What all stains of one field share: the positions of the cells, and the amount of cytoplasm in each pixel.
 *
 * @param key names the field's random streams
 */
record Scene(Tissue tissue, Canvas cytoplasm, StreamKey key) {

    private static final double UNEVENNESS = 0.2;

    static Scene of(Tissue tissue, StreamKey key) {
        Canvas cytoplasm = Canvas.texture(tissue.side, 2.6, key.at("cytoplasm").open());
        ValueNoise depth = new ValueNoise(55, key.at("depth").open());
        for (int i = 0; i < cytoplasm.values.length; i++) {
            int owner = tissue.owner[i];
            int y = i / tissue.side;
            double piled = 1 + 0.8 * depth.at(i % tissue.side, y);
            cytoplasm.values[i] = owner < 0
                    ? 0
                    : (float) (tissue.thickness[i]
                            * piled
                            * tissue.cells.get(owner).stain()
                            * (1 + UNEVENNESS * cytoplasm.values[i]));
        }
        return new Scene(tissue, cytoplasm, key);
    }

    int side() {
        return tissue.side;
    }

    /** Scales a stain to the cytoplasm's total: treatments redistribute a stain, and only its stain trait changes its amount. */
    Canvas conserve(Canvas stain) {
        double wanted = 0;
        double present = 1e-6;
        for (int i = 0; i < stain.values.length; i++) {
            wanted += cytoplasm.values[i];
            present += stain.values[i];
        }
        float factor = (float) (wanted / present);
        for (int i = 0; i < stain.values.length; i++) {
            stain.values[i] *= factor;
        }
        return stain;
    }
}
