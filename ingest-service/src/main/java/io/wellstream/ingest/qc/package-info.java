/** What is odd about plates that ingest lets through: reports and pictures that flag and never stop it. */
@NullMarked
package io.wellstream.ingest.qc;

import org.jspecify.annotations.NullMarked;
