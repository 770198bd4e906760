package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.proto.v1.WellRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which wells of a described table are controls: those with these values in the column of controls or, without such a column, with
 * these labels.
 */
record Controls(List<String> negative, List<String> positive) {
    Controls {
        negative = List.copyOf(negative);
        positive = List.copyOf(positive);
        Optional<String> both = negative.stream().filter(positive::contains).findFirst();
        if (both.isPresent()) {
            throw new IllegalArgumentException("'" + both.get() + "' cannot mean both kinds of control");
        }
    }

    /** The names that RxRx1 has. */
    static Controls of(MetadataColumns columns) {
        return new Controls(List.of(columns.negativeControl()), List.of(columns.positiveControl()));
    }

    WellRole role(String value) {
        return negative.contains(value)
                ? WellRole.WELL_ROLE_NEGATIVE_CONTROL
                : positive.contains(value) ? WellRole.WELL_ROLE_POSITIVE_CONTROL : WellRole.WELL_ROLE_TREATMENT;
    }

    /** All values, for messages. */
    String names() {
        List<String> all = new ArrayList<>(positive);
        all.addAll(negative);
        return String.join(" or ", all);
    }
}
