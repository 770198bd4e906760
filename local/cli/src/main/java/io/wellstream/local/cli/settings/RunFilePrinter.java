package io.wellstream.local.cli.settings;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.wellstream.proto.v1.RunSpecification;
import java.util.List;

/** Writes a specification as a file that {@link RunFile} reads back to the same specification. */
public final class RunFilePrinter {
    private final StringBuilder out = new StringBuilder();

    private RunFilePrinter() {}

    /** Every setting that has a value, in the order of the fields; a setting that has none is a comment. */
    public static String print(RunSpecification run) {
        RunFilePrinter printer = new RunFilePrinter();
        printer.out.append("# The settings of a run; docs/training.md explains each of them.\n");
        printer.mapping(run, "");
        return printer.out.toString();
    }

    private void mapping(Message message, String indent) {
        for (FieldDescriptor field : Keys.of(message.getDescriptorForType())) {
            boolean absent = field.hasPresence() && !message.hasField(field);
            boolean otherKind = absent && field.getRealContainingOneof() != null;
            if (otherKind) {
                continue;
            }
            if (absent) {
                out.append(indent).append("# ").append(field.getName()).append(": not set\n");
            } else {
                value(message, field, indent);
            }
        }
    }

    private void value(Message message, FieldDescriptor field, String indent) {
        String key = indent + field.getName() + ":";
        if (field.isRepeated()) {
            list(message, field, key, indent);
        } else if (field.getJavaType() == JavaType.MESSAGE) {
            Message part = (Message) message.getField(field);
            if (Keys.of(part.getDescriptorForType()).stream().anyMatch(of -> isWritten(part, of))) {
                out.append(key).append('\n');
                mapping(part, indent + "  ");
            } else {
                out.append(key).append(" {}\n");
            }
        } else {
            out.append(key)
                    .append(' ')
                    .append(SettingText.print(field, message.getField(field)))
                    .append('\n');
        }
    }

    private static boolean isWritten(Message message, FieldDescriptor field) {
        return !field.hasPresence() || message.hasField(field);
    }

    private void list(Message message, FieldDescriptor field, String key, String indent) {
        List<?> values = (List<?>) message.getField(field);
        if (field.getJavaType() == JavaType.MESSAGE && !values.isEmpty()) {
            out.append(key).append('\n');
            for (Object value : values) {
                out.append(indent)
                        .append("  - ")
                        .append(inline((Message) value))
                        .append('\n');
            }
        } else {
            out.append(key)
                    .append(values.stream()
                            .map(value -> SettingText.print(field, value))
                            .collect(joining(", ", " [", "]\n")));
        }
    }

    private static String inline(Message message) {
        return Keys.of(message.getDescriptorForType()).stream()
                .filter(field -> isWritten(message, field))
                .map(field -> field.getName() + ": " + SettingText.print(field, message.getField(field)))
                .collect(joining(", ", "{", "}"));
    }
}
