package io.wellstream.ingest.source;

import java.util.Arrays;
import java.util.Locale;

/** What a table can say of a well, a site or an image; in {@code screen.yaml} in lower case, with hyphens. */
enum Field {
    ID,
    EXPERIMENT,
    CELL_TYPE,
    PLATE,
    WELL,
    ROW,
    COLUMN,
    SITE,
    PART,
    LABEL,
    DOSE,
    CONTROL,
    CHANNEL,
    FILE,
    FOLDER;

    static String[] keys() {
        return Arrays.stream(values()).map(Field::key).toArray(String[]::new);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
