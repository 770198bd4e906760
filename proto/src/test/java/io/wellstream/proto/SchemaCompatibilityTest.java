package io.wellstream.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds the messages to what was ever promised: old records lie in topics and objects for years. After adding something, record it
 * with {@code mvn -pl proto test -Dschema.update=true} and commit the baseline; it refuses to record a broken promise.
 */
class SchemaCompatibilityTest {
    private static final Path BASELINE = Path.of("src/test/resources/schema-baseline.txt");
    private static final Path COMPILED = Path.of("target/schema.desc");

    @Test
    void nothingThatWasPromisedIsBrokenAndEverythingAddedIsRecorded() throws IOException {
        Schema now = Schema.of(FileDescriptorSet.parseFrom(Files.readAllBytes(COMPILED)));
        Schema before = Schema.parse(Files.exists(BASELINE) ? Files.readAllLines(BASELINE) : List.of());

        assertThat(now.broken(before)).isEmpty();
        if (Boolean.getBoolean("schema.update")) {
            Files.write(BASELINE, now.lines());
        }
        List<String> added = new ArrayList<>(now.lines());
        added.removeAll(Files.readAllLines(BASELINE));
        assertThat(added)
                .as("not recorded yet: mvn -pl proto test -Dschema.update=true, and commit %s", BASELINE)
                .isEmpty();
    }

    @Test
    void additionsAreAllowed() {
        Schema before = schema(message(field(1, "name", FieldDescriptorProto.Type.TYPE_STRING)));
        Schema now = schema(message(
                field(1, "name", FieldDescriptorProto.Type.TYPE_STRING),
                field(2, "size", FieldDescriptorProto.Type.TYPE_INT64)));

        assertThat(now.broken(before)).isEmpty();
    }

    @Test
    void aFieldMayBecomeReservedButNotVanishComeBackOrChange() {
        Schema before = schema(message(field(1, "name", FieldDescriptorProto.Type.TYPE_STRING)));
        Schema gone = schema(message());
        Schema reserved = schema(message().toBuilder()
                .addReservedRange(ReservedRange.newBuilder().setStart(1).setEnd(2))
                .build());
        Schema retyped = schema(message(field(1, "name", FieldDescriptorProto.Type.TYPE_BYTES)));
        Schema renamed = schema(message(field(1, "title", FieldDescriptorProto.Type.TYPE_STRING)));

        assertThat(reserved.broken(before)).isEmpty();
        assertThat(gone.broken(before)).hasSize(1);
        assertThat(retyped.broken(before)).hasSize(1);
        assertThat(renamed.broken(before)).hasSize(1);
        assertThat(before.broken(reserved)).hasSize(1);
        assertThat(gone.broken(reserved)).hasSize(1);
    }

    @Test
    void aPlainFieldMayGainPresenceAndNotLoseIt() {
        FieldDescriptorProto size = field(1, "size", FieldDescriptorProto.Type.TYPE_INT32);
        Schema plain = schema(message(size));
        Schema optional = schema(message(size.toBuilder()
                        .setOneofIndex(0)
                        .setProto3Optional(true)
                        .build())
                .toBuilder()
                .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_size"))
                .build());

        assertThat(optional.broken(plain)).isEmpty();
        assertThat(plain.broken(optional)).hasSize(1);
    }

    @Test
    void anEnumBeginsWithUnspecified() {
        EnumDescriptorProto choice = EnumDescriptorProto.newBuilder()
                .setName("Colour")
                .addValue(EnumValueDescriptorProto.newBuilder().setName("RED").setNumber(0))
                .build();
        Schema now = Schema.of(FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder().setPackage("p").addEnumType(choice))
                .build());

        assertThat(now.broken(Schema.parse(List.of())))
                .singleElement()
                .asString()
                .contains("p.Colour");
    }

    @Test
    void itsLinesAreReadBackAsTheyWereWritten() {
        Schema schema = schema(message(field(1, "name", FieldDescriptorProto.Type.TYPE_STRING)));

        assertThat(Schema.parse(schema.lines()).lines())
                .isEqualTo(schema.lines())
                .containsExactly("message p.M 001: optional string name");
    }

    private static Schema schema(DescriptorProto message) {
        return Schema.of(FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder().setPackage("p").addMessageType(message))
                .build());
    }

    private static DescriptorProto message(FieldDescriptorProto... fields) {
        return DescriptorProto.newBuilder()
                .setName("M")
                .addAllField(List.of(fields))
                .build();
    }

    private static FieldDescriptorProto field(int number, String name, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setNumber(number)
                .setName(name)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }
}
