/** Profiles: a table of wells or sites with their embeddings, as the tools of image-based profiling read them. */
@NullMarked
package io.wellstream.local.cli.profile;

import org.jspecify.annotations.NullMarked;
