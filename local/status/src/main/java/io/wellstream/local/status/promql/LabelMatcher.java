package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.Labels;
import java.util.regex.Pattern;

/** A condition on one label of a series. */
record LabelMatcher(String label, boolean wanted, Pattern value) {
    /** @param operator {@code =}, {@code !=}, {@code =~} or {@code !~} */
    static LabelMatcher of(String label, String operator, String value) {
        Pattern pattern = Pattern.compile(operator.endsWith("~") ? value : Pattern.quote(value));
        return new LabelMatcher(label, operator.charAt(0) == '=', pattern);
    }

    boolean matches(Labels labels) {
        return value.matcher(labels.get(label)).matches() == wanted;
    }
}
