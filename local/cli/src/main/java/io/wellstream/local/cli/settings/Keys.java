package io.wellstream.local.cli.settings;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The keys of a settings file: the fields of a message that a person sets. */
final class Keys {
    /** {@code promotion} says the same and more. */
    private static final String OLDER_PROMOTION = "promote";

    private Keys() {}

    static List<FieldDescriptor> of(Descriptor message) {
        return message.getFields().stream().filter(Keys::isSetByPeople).toList();
    }

    static Optional<FieldDescriptor> find(Descriptor message, String key) {
        return of(message).stream().filter(field -> field.getName().equals(key)).findFirst();
    }

    private static boolean isSetByPeople(FieldDescriptor field) {
        boolean found = field.getJavaType() == JavaType.MESSAGE
                && field.getMessageType().equals(ObjectRef.getDescriptor()); // the system finds objects by names
        boolean older = field.getContainingType().equals(RunSpecification.getDescriptor())
                && field.getName().equals(OLDER_PROMOTION);
        return !found && !older;
    }

    /** The key that differs from a mistyped one by the fewest letters. */
    static String nearest(String typed, Collection<String> keys) {
        return keys.stream()
                .min(Comparator.comparingInt((String key) -> distance(typed, key))
                        .thenComparing(key -> key))
                .orElse("");
    }

    /** Letters to insert, delete or replace (Levenshtein 1966). */
    static int distance(String from, String to) {
        int[] costs = new int[to.length() + 1];
        Arrays.setAll(costs, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
            }
        }
        return costs[to.length()];
    }
}
