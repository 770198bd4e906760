package io.wellstream.local.cli.export;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.ModelCard;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is needed to use a model's ONNX file without Wellstream, with explanations for people.
 *
 * @param file the ONNX file's name
 * @param sha256 of the file, in hexadecimal
 */
public record ModelDescription(
        String file,
        String sha256,
        long opset,
        List<OnnxFile.Tensor> inputs,
        List<OnnxFile.Tensor> outputs,
        List<Channel> channels,
        Normalization normalization,
        List<String> preparation,
        List<String> classes,
        double temperature,
        List<String> answer,
        JsonElement card) {
    private static final Gson JSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    /** A channel of the input; {@code position} counts from 0. */
    record Channel(int position, int numberInFileNames, String stain) {}

    record Normalization(String kind, List<Float> mean, List<Float> sd, List<String> controls) {}

    public static ModelDescription of(ModelCard card, OnnxFile onnx, String file, String sha256) {
        var input = card.getInput();
        return new ModelDescription(
                file,
                sha256,
                onnx.opset(),
                onnx.inputs(),
                onnx.outputs(),
                channels(card),
                new Normalization(
                        input.getNormalization(),
                        input.getDatasetMeanList(),
                        input.getDatasetSdList(),
                        List.copyOf(input.getControlLabelsList())),
                preparation(card),
                List.copyOf(card.getClassesList()),
                card.getTemperature() > 0 ? card.getTemperature() : 1,
                List.of(
                        "`logits` [sample, class] are before the softmax; position c is `classes`[c].",
                        "A site's probabilities are softmax(logits / `temperature`).",
                        "A well's are the softmax of the mean of its sites' log-probabilities.",
                        "`embedding` [sample, feature] is the input of the last layer; compare by cosine."),
                json(card));
    }

    public String json() {
        return JSON.toJson(this);
    }

    private static List<Channel> channels(ModelCard card) {
        List<Channel> channels = new ArrayList<>();
        card.getScreen()
                .getChannelsList()
                .forEach(
                        channel -> channels.add(new Channel(channels.size(), channel.getNumber(), channel.getStain())));
        return channels;
    }

    private static List<String> preparation(ModelCard card) {
        int side = card.getInput().getSide();
        Depth depth = Depth.of(card.getScreen().getSixteenBitSites());
        List<String> steps = new ArrayList<>(List.of(
                "A sample is one site: " + depth
                        + " grey images of equal size, one per channel, in the order of `channels`.",
                geometry(
                        AugmentationPolicy.named(card.getSpecification().getAugmentation()),
                        side + " x " + side,
                        depth.isSixteen() ? "not rounded" : "rounded to whole grey levels"),
                "Then " + normalizing(NormalizationKind.parse(card.getInput().getNormalization()), depth),
                "Means and standard deviations (population) are of the original pixels, before the resize; a standard"
                        + " deviation below 0.5 counts as 0.5.",
                "Feed float32 [sample, channel, y, x] as `pixels`."));
        if (!card.getInput().getIllumination().isEmpty()) {
            steps.add(
                    1,
                    "Divide each by the illumination function of its plate and channel: the mean of all sites of the plate,"
                            + " smoothed, divided by its median. " + corrected(depth)
                            + " The original pixels of the next steps are these.");
        }
        if (card.getCellTypesCount() > 0) {
            steps.add(
                    "Feed float32 [sample, type] as `cell-type`: 1 at the cell type of the well and 0 at the others; the types"
                            + " are " + String.join(", ", card.getCellTypesList()) + ", in this order.");
        }
        return steps;
    }

    /** The form of corrected pixels. */
    private static String corrected(Depth depth) {
        return depth.isSixteen()
                ? "Do not round. Levels are at most 65,535. If no level of the plate and channel is below 32,768, subtract"
                        + " that from all levels first, and add it again at the end."
                : "Round to whole grey levels, at most 255.";
    }

    private static String geometry(AugmentationPolicy trained, String size, String rounded) {
        return switch (trained.withoutChance()) {
            case CENTRE -> "Cut the window of " + size + " pixels in the middle of each; do not resize.";
            case NONE_LINEAR ->
                "Resize each to " + size + " pixels, bilinearly without antialiasing, " + rounded + "; do not crop.";
            case NONE, SEED_2019, RECOMMENDED, FULL_RESOLUTION ->
                "Resize each to " + size + " pixels, as the mean over the area that a pixel covers, " + rounded
                        + "; do not crop.";
        };
    }

    private static String normalizing(NormalizationKind kind, Depth depth) {
        String standardised = "subtract the mean and divide by the standard deviation of the channel over ";
        return switch (kind) {
            case UNIT -> "divide by " + depth.most() + ".";
            case DATASET -> "subtract `mean` and divide by `sd` of `normalization`, by channel.";
            case SAMPLE -> standardised + "the site itself.";
            case PLATE -> standardised + "all sites of its plate.";
            case EXPERIMENT -> standardised + "all sites of its experiment.";
            case CONTROLS ->
                standardised + "the sites of the plate's control wells, each control treatment weighing the same"
                        + " (all sites of the plate, if it has fewer than 20 control treatments).";
        };
    }

    private static JsonElement json(ModelCard card) {
        try {
            return JsonParser.parseString(JsonFormat.printer().print(card));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("every card has a JSON form", e);
        }
    }
}
