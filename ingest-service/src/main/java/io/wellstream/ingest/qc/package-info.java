/** Quality control: a report and a picture per plate, which flag what is unusual and never stop an ingest. */
@NullMarked
package io.wellstream.ingest.qc;

import org.jspecify.annotations.NullMarked;
