package io.wellstream.local.cli.settings;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.wellstream.proto.v1.Target;
import java.util.regex.Pattern;

/** Single values of settings as text, such that reading what was written gives the same value. */
final class SettingText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/+-]*");
    private static final Pattern SPECIAL = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private SettingText() {}

    static Object parse(FieldDescriptor field, String text) {
        return switch (field.getJavaType()) {
            case INT -> Integer.parseInt(text);
            case LONG -> isUnsigned(field) ? Long.parseUnsignedLong(text) : Long.parseLong(text);
            case DOUBLE -> Double.parseDouble(text);
            case FLOAT -> Float.parseFloat(text);
            case BOOLEAN -> parseBoolean(text);
            case STRING -> text;
            case ENUM -> TargetNames.parse(text).getValueDescriptor();
            case BYTE_STRING, MESSAGE -> throw new IllegalStateException(field + " is not a single value");
        };
    }

    static String expected(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT, LONG -> "a whole number";
            case DOUBLE, FLOAT -> "a number";
            case BOOLEAN -> "true or false";
            case STRING -> "a text";
            case ENUM -> "one of " + String.join(", ", TargetNames.all());
            case BYTE_STRING, MESSAGE -> "settings";
        };
    }

    static String print(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case LONG -> isUnsigned(field) ? Long.toUnsignedString((long) value) : value.toString();
            case STRING -> quoted((String) value);
            case ENUM -> TargetNames.nameOf(Target.forNumber(((EnumValueDescriptor) value).getNumber()));
            case INT, DOUBLE, FLOAT, BOOLEAN -> value.toString();
            case BYTE_STRING, MESSAGE -> throw new IllegalStateException(field + " is not a single value");
        };
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.UINT64;
    }

    private static boolean parseBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !SPECIAL.matcher(text).matches();
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
