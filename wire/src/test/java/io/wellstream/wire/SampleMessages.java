package io.wellstream.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages with a value in every field, the same at every call; of a message with alternatives, one message for each. */
final class SampleMessages {
    private SampleMessages() {}

    static List<Message> of(Message kind) {
        List<FieldDescriptor> alternatives = kind.getDescriptorForType().getRealOneofs().stream()
                .map(OneofDescriptor::getFields)
                .findFirst()
                .orElse(List.of());
        if (alternatives.isEmpty()) {
            return List.of(filled(kind.newBuilderForType(), null));
        }
        List<Message> samples = new ArrayList<>();
        for (FieldDescriptor alternative : alternatives) {
            samples.add(filled(kind.newBuilderForType(), alternative));
        }
        return samples;
    }

    /** With an unknown field, as a newer writer would send it. */
    static byte[] fromTheFuture(Message message) {
        UnknownFieldSet future = UnknownFieldSet.newBuilder()
                .addField(
                        9_999,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("new"))
                                .build())
                .build();
        return message.toBuilder().setUnknownFields(future).build().toByteArray();
    }

    private static Message filled(Message.Builder builder, @Nullable FieldDescriptor alternative) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            OneofDescriptor of = field.getRealContainingOneof();
            boolean left = of != null && (alternative == null ? of.getField(0) != field : alternative != field);
            if (left) {
                continue;
            }
            if (field.isRepeated()) {
                builder.addRepeatedField(field, value(field, 1));
                builder.addRepeatedField(field, value(field, 2));
            } else {
                builder.setField(field, value(field, 1));
            }
        }
        return builder.build();
    }

    private static Object value(FieldDescriptor field, int variant) {
        int number = 100 * field.getNumber() + variant;
        return switch (field.getJavaType()) {
            case INT -> number;
            case LONG -> (long) number;
            case FLOAT -> number / 8f;
            case DOUBLE -> number / 8.0;
            case BOOLEAN -> true;
            case STRING -> field.getName() + "-" + variant;
            case BYTE_STRING -> ByteString.copyFromUtf8(field.getName() + variant);
            case ENUM -> field.getEnumType().findValueByNumber(1);
            case MESSAGE -> filled(DynamicMessage.newBuilder(field.getMessageType()), null);
        };
    }
}
