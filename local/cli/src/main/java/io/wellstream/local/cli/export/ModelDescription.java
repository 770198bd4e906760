package io.wellstream.local.cli.export;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.ModelCard;
import java.util.Collection;
import java.util.List;

/** All that is needed to use a model's ONNX file without Wellstream, as JSON with explanations for people. */
public final class ModelDescription {
    private final ModelCard card;
    private final OnnxFile onnx;

    public ModelDescription(ModelCard card, OnnxFile onnx) {
        this.card = card;
        this.onnx = onnx;
    }

    /**
     * The whole description.
     *
     * @param file the ONNX file's name
     * @param sha256 of it, in hexadecimal
     */
    public JsonObject json(String file, String sha256) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("sha256", sha256);
        json.addProperty("opset", onnx.opset());
        json.add("inputs", tensors(onnx.inputs()));
        json.add("outputs", tensors(onnx.outputs()));
        json.add("channels", channels());
        json.add("normalization", normalization());
        json.add("preparation", texts(preparation()));
        json.add("classes", texts(card.getClassesList()));
        json.addProperty("temperature", temperature());
        json.add("answer", texts(answer()));
        json.add("card", card());
        return json;
    }

    private static JsonArray tensors(List<OnnxFile.Tensor> tensors) {
        JsonArray array = new JsonArray();
        for (OnnxFile.Tensor tensor : tensors) {
            JsonObject one = new JsonObject();
            one.addProperty("name", tensor.name());
            one.addProperty("type", tensor.type());
            JsonArray shape = new JsonArray();
            tensor.shape().forEach(shape::add);
            one.add("shape", shape);
            array.add(one);
        }
        return array;
    }

    private JsonArray channels() {
        JsonArray channels = new JsonArray();
        card.getScreen().getChannelsList().forEach(channel -> {
            JsonObject one = new JsonObject();
            one.addProperty("position", channels.size());
            one.addProperty("number_in_file_names", channel.getNumber());
            one.addProperty("stain", channel.getStain());
            channels.add(one);
        });
        return channels;
    }

    private JsonObject normalization() {
        InputDescription input = card.getInput();
        JsonObject json = new JsonObject();
        json.addProperty("kind", input.getNormalization());
        json.add("mean", numbers(input.getDatasetMeanList()));
        json.add("sd", numbers(input.getDatasetSdList()));
        json.add("controls", texts(input.getControlLabelsList()));
        return json;
    }

    private List<String> preparation() {
        int side = card.getInput().getSide();
        boolean linear = AugmentationPolicy.named(card.getSpecification().getAugmentation())
                        .withoutChance()
                == AugmentationPolicy.NONE_LINEAR;
        return List.of(
                "A sample is one site: 8-bit grey images of equal size, one per channel, in the order of `channels`.",
                "Resize each to " + side + " x " + side + " pixels, "
                        + (linear ? "bilinearly without antialiasing" : "as the mean over the area that a pixel covers")
                        + ", rounded to whole grey levels; do not crop.",
                "Then " + normalizing(NormalizationKind.parse(card.getInput().getNormalization())),
                "Means and standard deviations (population) are of the original pixels, before the resize; a standard"
                        + " deviation below 0.5 counts as 0.5.",
                "Feed float32 [sample, channel, y, x] as `pixels`.");
    }

    private static String normalizing(NormalizationKind kind) {
        String standardised = "subtract the mean and divide by the standard deviation of the channel over ";
        return switch (kind) {
            case UNIT -> "divide by 255.";
            case DATASET -> "subtract `mean` and divide by `sd` of `normalization`, by channel.";
            case SAMPLE -> standardised + "the site itself.";
            case PLATE -> standardised + "all sites of its plate.";
            case EXPERIMENT -> standardised + "all sites of its experiment.";
            case CONTROLS ->
                standardised + "the sites of the plate's control wells, each control treatment weighing the same"
                        + " (all sites of the plate, if it has fewer than 20 control treatments).";
        };
    }

    private List<String> answer() {
        return List.of(
                "`logits` [sample, class] are before the softmax; position c is `classes`[c].",
                "A site's probabilities are softmax(logits / `temperature`).",
                "A well's are the softmax of the mean of its sites' log-probabilities.",
                "`embedding` [sample, feature] is what the last layer reads; compare by cosine.");
    }

    private double temperature() {
        return card.getTemperature() > 0 ? card.getTemperature() : 1;
    }

    private JsonElement card() {
        try {
            return JsonParser.parseString(JsonFormat.printer().print(card));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("every card has a JSON form", e);
        }
    }

    private static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static JsonArray numbers(Collection<Float> numbers) {
        JsonArray array = new JsonArray();
        numbers.forEach(array::add);
        return array;
    }
}
