/** Kafka and the object store as every service uses them: loops, tables, dead letters, keys, checked objects. */
@NullMarked
package io.wellstream.wire;

import org.jspecify.annotations.NullMarked;
