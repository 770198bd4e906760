package io.wellstream.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a reader of older or newer messages relies on, one line per element, so that a change can be read in a diff:
 * {@code message wellstream.v1.WellKey 001: optional string experiment}.
 */
final class Schema {
    private static final String RESERVED = "reserved";
    private final SortedMap<String, String> elements = new TreeMap<>();

    private Schema() {}

    static Schema of(FileDescriptorSet files) {
        Schema schema = new Schema();
        for (FileDescriptorProto file : files.getFileList()) {
            if (!file.getPackage().startsWith("google.")) {
                file.getMessageTypeList().forEach(message -> schema.addMessage(file.getPackage(), message));
                file.getEnumTypeList().forEach(choice -> schema.addEnum(file.getPackage(), choice));
                file.getServiceList().forEach(service -> schema.addService(file.getPackage(), service));
            }
        }
        return schema;
    }

    /** Reads what {@link #lines} writes. */
    static Schema parse(List<String> lines) {
        Schema schema = new Schema();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException("not a line of a schema: " + line);
            }
            schema.elements.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return schema;
    }

    List<String> lines() {
        return elements.entrySet().stream()
                .map(element -> element.getKey() + ": " + element.getValue())
                .toList();
    }

    /** What was promised before and is broken now. */
    List<String> broken(Schema before) {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, String> promise : before.elements.entrySet()) {
            String now = elements.get(promise.getKey());
            if (now == null) {
                broken.add(promise.getKey() + " (" + promise.getValue() + ") is gone; a field or enum value that is no"
                        + " longer used becomes reserved, everything else stays");
            } else if (!now.equals(promise.getValue())
                    && !isRetired(promise.getValue(), now)
                    && !gainsPresence(promise.getValue(), now)) {
                broken.add(promise.getKey() + " was '" + promise.getValue() + "' and is '" + now
                        + "'; give the new one another number or name");
            }
        }
        for (Map.Entry<String, String> element : elements.entrySet()) {
            boolean zero =
                    element.getKey().startsWith("enum ") && element.getKey().endsWith(" 000");
            if (zero && !element.getValue().endsWith("_UNSPECIFIED")) {
                broken.add(element.getKey() + " is '" + element.getValue() + "'; an enum begins with …_UNSPECIFIED");
            }
        }
        return broken;
    }

    private static boolean isRetired(String before, String now) {
        return now.equals(RESERVED) && !before.equals(RESERVED);
    }

    /** A plain field became {@code optional}: the bytes are the same, and an explicit zero can be told from an absent one. */
    private static boolean gainsPresence(String before, String now) {
        return now.equals(before + " in _" + before.substring(before.lastIndexOf(' ') + 1));
    }

    private void addMessage(String scope, DescriptorProto message) {
        String name = scope + "." + message.getName();
        for (FieldDescriptorProto field : message.getFieldList()) {
            put("message", name, field.getNumber(), describe(message, field));
        }
        for (ReservedRange range : message.getReservedRangeList()) {
            for (int number = range.getStart(); number < range.getEnd(); number++) {
                put("message", name, number, RESERVED);
            }
        }
        message.getNestedTypeList().forEach(nested -> addMessage(name, nested));
        message.getEnumTypeList().forEach(nested -> addEnum(name, nested));
    }

    private static String describe(DescriptorProto message, FieldDescriptorProto field) {
        String label = field.getLabel().name().replace("LABEL_", "").toLowerCase(Locale.ROOT);
        String type = field.getTypeName().isEmpty()
                ? field.getType().name().replace("TYPE_", "").toLowerCase(Locale.ROOT)
                : field.getTypeName().substring(1);
        String choice = field.hasOneofIndex()
                ? " in " + message.getOneofDecl(field.getOneofIndex()).getName()
                : "";
        return label + " " + type + " " + field.getName() + choice;
    }

    private void addEnum(String scope, EnumDescriptorProto choice) {
        String name = scope + "." + choice.getName();
        for (EnumValueDescriptorProto value : choice.getValueList()) {
            put("enum", name, value.getNumber(), value.getName());
        }
        for (EnumReservedRange range : choice.getReservedRangeList()) {
            for (int number = range.getStart(); number <= range.getEnd(); number++) {
                put("enum", name, number, RESERVED);
            }
        }
    }

    private void addService(String scope, ServiceDescriptorProto service) {
        for (MethodDescriptorProto method : service.getMethodList()) {
            String from = (method.getClientStreaming() ? "stream " : "") + method.getInputType();
            String to = (method.getServerStreaming() ? "stream " : "") + method.getOutputType();
            elements.put("service " + scope + "." + service.getName() + "/" + method.getName(), from + " -> " + to);
        }
    }

    private void put(String kind, String name, int number, String description) {
        elements.put(String.format(Locale.ROOT, "%s %s %03d", kind, name, number), description);
    }
}
