/** Topics and how they are read and written: loops over queues, tables of the latest message per key, dead letters. */
@NullMarked
package io.wellstream.wire.kafka;

import org.jspecify.annotations.NullMarked;
