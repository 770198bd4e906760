/** Tables in CSV files, as people and programs write them: any separator, encoding and order of columns. */
@NullMarked
package io.wellstream.ingest.table;

import org.jspecify.annotations.NullMarked;
