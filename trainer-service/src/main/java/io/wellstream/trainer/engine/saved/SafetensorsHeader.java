package io.wellstream.trainer.engine.saved;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file (github.com/huggingface/safetensors): JSON with the place of each tensor and with free text. Only
 * tensors of float32 are supported.
 *
 * @param size of the data after the header, in bytes
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Place> places, long size) {
    static final int LARGEST = 16 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    /** Where a tensor's numbers are in the data. */
    record Place(List<Long> shape, long begin, long end) {}

    static SafetensorsHeader of(Map<String, String> metadata, List<SavedTensor> tensors) {
        Map<String, Place> places = new LinkedHashMap<>();
        long end = 0;
        for (SavedTensor tensor : tensors) {
            long begin = end;
            end += tensor.length() * Float.BYTES;
            if (places.put(tensor.name(), new Place(tensor.shape(), begin, end)) != null) {
                throw new IllegalArgumentException("two tensors named `" + tensor.name() + "`");
            }
        }
        return new SafetensorsHeader(metadata, places, end);
    }

    /** Padded with spaces, so that the numbers are aligned. */
    byte[] toBytes() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        places.forEach((name, place) -> {
            ObjectNode tensor = header.putObject(name);
            tensor.put("dtype", "F32");
            var shape = tensor.putArray("shape");
            place.shape().forEach(shape::add);
            tensor.putArray("data_offsets").add(place.begin()).add(place.end());
        });
        String json = header.toString();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    }

    static SafetensorsHeader parse(byte[] bytes) {
        JsonNode header;
        try {
            header = JSON.readTree(bytes);
        } catch (java.io.IOException e) {
            throw new CorruptCheckpointException("its header is not JSON", e);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Place> places = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(text ->
                                metadata.put(text.getKey(), text.getValue().asText()));
            } else {
                Place place = place(field.getKey(), field.getValue());
                places.put(field.getKey(), place);
                end = Math.max(end, place.end());
            }
        }
        return new SafetensorsHeader(metadata, places, end);
    }

    private static Place place(String name, JsonNode tensor) {
        JsonNode offsets = tensor.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        List<Long> shape =
                tensor.path("shape").valueStream().map(JsonNode::asLong).toList();
        long numbers = 1;
        for (long side : shape) {
            numbers = side < 0 || side > Integer.MAX_VALUE ? Long.MIN_VALUE : Math.multiplyExact(numbers, side);
        }
        boolean fits = begin >= 0 && end - begin == numbers * Float.BYTES && end - begin <= Integer.MAX_VALUE * 4L;
        if (!tensor.path("dtype").asText().equals("F32") || !fits) {
            throw new CorruptCheckpointException(
                    "tensor `" + name + "` is not of float32, or its shape and its place in the file do not fit");
        }
        return new Place(shape, begin, end);
    }

    /** A value in the metadata as JSON. */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T value(String key, Class<T> type) {
        String text = metadata.get(key);
        if (text == null) {
            throw new CorruptCheckpointException("`" + key + "` is missing in its header");
        }
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new CorruptCheckpointException("`" + key + "` in its header: " + e.getOriginalMessage(), e);
        }
    }
}
