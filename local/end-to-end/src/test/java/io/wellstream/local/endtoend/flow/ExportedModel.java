package io.wellstream.local.endtoend.flow;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.WellId;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/** Uses an exported model as its description says: with the PNG files of a well and ONNX Runtime, without any of our main code. */
final class ExportedModel {
    private static final int SITES = 2;

    private final byte[] onnx;
    private final double temperature;
    private final int channels;
    private final int side;

    ExportedModel(byte[] onnx, JsonObject description) {
        this.onnx = onnx.clone();
        this.temperature = description.get("temperature").getAsDouble();
        this.channels = description.getAsJsonArray("channels").size();
        this.side = description
                .getAsJsonArray("inputs")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("shape")
                .get(2)
                .getAsInt();
    }

    /** A test well's probabilities by class. The files have the side of the model's input, so nothing is resized. */
    double[] probabilities(Path screen, WellId well) throws IOException, OrtException {
        float[] pixels = new float[SITES * channels * side * side];
        int at = 0;
        for (int site = 1; site <= SITES; site++) {
            for (int channel = 1; channel <= channels; channel++) {
                Path file = screen.resolve("test/" + well.experiment() + "/Plate"
                        + well.plate().number() + "/" + well.position() + "_s" + site + "_w" + channel + ".png");
                at = standardise(ImageIO.read(file.toFile()).getRaster(), pixels, at);
            }
        }
        return softmax(meanLogProbabilities(logits(pixels)));
    }

    private int standardise(Raster grey, float[] into, int at) {
        int[] values = grey.getSamples(0, 0, side, side, 0, (int[]) null);
        double sum = 0;
        double squares = 0;
        for (int value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        double sd = Math.max(0.5, Math.sqrt(squares / values.length - mean * mean));
        int next = at;
        for (int value : values) {
            into[next++] = (float) ((value - mean) / sd);
        }
        return next;
    }

    private float[][] logits(float[] pixels) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {SITES, channels, side, side};
        try (OrtSession session = environment.createSession(onnx);
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
                OrtSession.Result result = session.run(Map.of("pixels", input))) {
            return (float[][]) result.get("logits").orElseThrow().getValue();
        }
    }

    private double[] meanLogProbabilities(float[][] logits) {
        double[] mean = new double[logits[0].length];
        for (float[] site : logits) {
            double[] scaled = new double[site.length];
            for (int c = 0; c < scaled.length; c++) {
                scaled[c] = site[c] / temperature;
            }
            double[] probabilities = softmax(scaled);
            for (int c = 0; c < mean.length; c++) {
                mean[c] += Math.log(probabilities[c]) / logits.length;
            }
        }
        return mean;
    }

    private static double[] softmax(double[] values) {
        double sum = 0;
        double[] out = new double[values.length];
        for (double value : values) {
            sum += Math.exp(value);
        }
        for (int c = 0; c < out.length; c++) {
            out[c] = Math.exp(values[c]) / sum;
        }
        return out;
    }
}
