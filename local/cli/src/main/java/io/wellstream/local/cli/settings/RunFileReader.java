package io.wellstream.local.cli.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RunSpecification;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads one file of settings, token by token. */
final class RunFileReader {
    private final String name;
    private final JsonParser parser;
    private final Map<String, Integer> lines = new HashMap<>();

    private RunFileReader(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /** @throws UserError that names the file and the line */
    static RunFile read(String name, String text) {
        RunSpecification.Builder run = RunSpecification.newBuilder();
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            RunFileReader file = new RunFileReader(name, parser);
            if (parser.nextToken() != null) {
                file.mapping(run, "");
                if (parser.nextToken() != null) {
                    throw file.wrong("a second document; expected one");
                }
            }
            return new RunFile(name, run.build(), file.lines);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new UserError(
                    name + ", line " + (at == null ? "?" : at.getLineNr()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be read", e);
        }
    }

    /** Reads from the current token to the end of its mapping. */
    private void mapping(Message.Builder into, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong((path.isEmpty() ? "'" : "'" + path + "' is '") + parser.getText()
                    + "'; expected settings as 'key: value', one a line");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            FieldDescriptor field =
                    Keys.find(into.getDescriptorForType(), key).orElseThrow(() -> unknown(key, path, into));
            JsonToken unused = parser.nextToken();
            String named = path.isEmpty() ? key : path + "." + key;
            if (field.isRepeated()) {
                list(into, field, named);
            } else if (field.getJavaType() == JavaType.MESSAGE) {
                Message.Builder part = into.newBuilderForField(field);
                mapping(part, named);
                into.setField(field, part.build());
            } else {
                lines.put(named, line());
                into.setField(field, scalar(field, named));
            }
        }
    }

    private void list(Message.Builder into, FieldDescriptor field, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("'" + path + "' is '" + parser.getText() + "'; expected a list, as [A, B]");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (field.getJavaType() == JavaType.MESSAGE) {
                Message.Builder part = into.newBuilderForField(field);
                mapping(part, path);
                into.addRepeatedField(field, part.build());
            } else {
                into.addRepeatedField(field, scalar(field, path));
            }
        }
    }

    private Object scalar(FieldDescriptor field, String path) throws IOException {
        if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
            throw wrong("'" + path + "' has no single value; expected " + SettingText.expected(field));
        }
        try {
            return SettingText.parse(field, parser.getText());
        } catch (IllegalArgumentException e) {
            throw wrong("'" + path + "' is '" + parser.getText() + "'; expected " + SettingText.expected(field));
        }
    }

    private UserError unknown(String key, String path, Message.Builder into) {
        String nearest = Keys.nearest(
                key,
                Keys.of(into.getDescriptorForType()).stream()
                        .map(FieldDescriptor::getName)
                        .toList());
        return wrong("'" + key + "' is not a setting" + (path.isEmpty() ? "" : " of '" + path + "'")
                + "; the nearest one is '" + nearest + "'");
    }

    private UserError wrong(String problem) {
        return new UserError(name + ", line " + line() + ": " + problem);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
