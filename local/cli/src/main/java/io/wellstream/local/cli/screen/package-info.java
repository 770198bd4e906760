/** Verbs about screens: a description before the ingest, quality control after it. */
@NullMarked
package io.wellstream.local.cli.screen;

import org.jspecify.annotations.NullMarked;
