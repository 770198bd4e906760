/** The manifests of runs: a small root and a page for each experiment, made from the tables and read by those who need an experiment. */
@NullMarked
package io.wellstream.trainer.manifest;

import org.jspecify.annotations.NullMarked;
