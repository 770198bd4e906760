package io.wellstream.trainer.network;

/**
 * What a run can choose about the layers after the body.
 *
 * @param dense units of the hidden layer; 0 for the network's default
 * @param embedding units of the layer that the classifier reads; 0 for none, and the classifier reads the layer before
 * @param dropout share of values dropped before the embedding, or before the classifier; negative for the default
 * @param l2 weight penalty of the head's dense layers; negative for the default
 * @param cellTypes that it reads after the last pooling; 0 if it does not read them
 */
public record HeadSettings(int dense, int embedding, double dropout, double l2, Classifier classifier, int cellTypes) {
    /** A head that does not read cell types. */
    public HeadSettings(int dense, int embedding, double dropout, double l2, Classifier classifier) {
        this(dense, embedding, dropout, l2, classifier, 0);
    }

    public HeadSettings {
        if (dense < 0 || embedding < 0) {
            throw new IllegalArgumentException(
                    "negative size in the settings of a head: dense " + dense + ", embedding " + embedding);
        }
        if (dropout >= 1) {
            throw new IllegalArgumentException("dropout " + dropout + "; expected below 1");
        }
    }

    /** How the last layer turns an embedding into a logit per class. */
    public sealed interface Classifier {}

    /** A dense layer. */
    public record Softmax() implements Classifier {}

    /**
     * The cosine of the angle between the embedding and a vector per class, times a scale.
     *
     * @param scale 0 for √2 ln(classes - 1), the fixed scale of Zhang et al. 2019 (AdaCos)
     * @param margin radians by which training makes the angle to the true class larger (ArcFace, Deng et al. 2019); 0 for none
     */
    public record Cosine(double scale, double margin) implements Classifier {
        public Cosine {
            if (!(scale >= 0) || Double.isInfinite(scale)) {
                throw new IllegalArgumentException("scale " + scale + "; expected a positive number");
            }
            if (!(margin >= 0 && margin < Math.PI / 2)) {
                throw new IllegalArgumentException("margin " + margin + "; expected 0 or more and less than π/2");
            }
        }

        double scaleFor(int classes) {
            if (scale == 0 && classes < 3) {
                throw new IllegalArgumentException(
                        "a cosine head for " + classes + " classes has no default scale; expected a scale");
            }
            return scale > 0 ? scale : Math.sqrt(2) * Math.log(classes - 1.0);
        }
    }

    HeadSettings withDefaultDense(int units) {
        return dense > 0 ? this : new HeadSettings(units, embedding, dropout, l2, classifier, cellTypes);
    }

    double penalty(double defaultL2) {
        return l2 >= 0 ? l2 : defaultL2;
    }

    /** Appends the cell type to the features, if the head reads it. */
    String addCellType(SpecBuilder net, String features) {
        if (cellTypes == 0) {
            return features;
        }
        String type = net.add(NetworkSpec.CELL_TYPE, new Op.CellType(cellTypes), NetworkSpec.PIXELS);
        return net.add("head/features", new Op.Concatenate(), features, type);
    }

    /** Adds the cell type, and a hidden layer with batch norm and ReLU, if the run asks for them. */
    String addHidden(SpecBuilder net, String pooled, double defaultL2) {
        String features = addCellType(net, pooled);
        if (dense == 0) {
            return features;
        }
        String x = net.add("head/dense", new Op.Dense(dense, penalty(defaultL2)), features);
        return net.relu("head/relu", net.norm("head/norm", x));
    }

    /**
     * Adds dropout, embedding and classifier.
     *
     * @param features a vector
     */
    void addTo(SpecBuilder net, String features, int classes, double defaultDropout, double defaultL2) {
        double penalty = penalty(defaultL2);
        double share = dropout >= 0 ? dropout : defaultDropout;
        String x = features;
        if (share > 0) {
            x = net.add("head/dropout", new Op.Dropout(share), x);
        }
        if (embedding > 0) {
            x = net.add("head/embedding", new Op.Dense(embedding, penalty), x);
            x = net.norm("head/embedding-norm", x);
        }
        switch (classifier) {
            case Softmax _ -> net.add(NetworkSpec.LOGITS, new Op.Dense(classes, penalty), x);
            case Cosine cosine -> {
                x = net.add("head/unit", new Op.L2Normalize(), x);
                net.add(NetworkSpec.LOGITS, new Op.Cosine(classes, cosine.scaleFor(classes), cosine.margin()), x);
            }
        }
    }
}
