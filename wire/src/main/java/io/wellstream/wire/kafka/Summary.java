package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Collection;
import java.util.function.Function;

/**
 * What is computed from all entries of a group of a table.
 *
 * @param of the summary of a group's messages; the default message if there are none
 */
public record Summary<M, S extends Message>(Function<Collection<M>, S> of, Parser<S> parser) {
    /** The group of a key: its beginning to the second slash, e.g. {@code rxrx1/HUVEC-01/}; the whole key if it has fewer. */
    public static String group(String key) {
        int first = key.indexOf('/');
        int second = first < 0 ? -1 : key.indexOf('/', first + 1);
        return second < 0 ? key : key.substring(0, second + 1);
    }
}
