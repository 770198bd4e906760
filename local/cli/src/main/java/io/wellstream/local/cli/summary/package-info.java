/** What verbs print about models and submissions: figures with their unit, number, chance and interval. */
@NullMarked
package io.wellstream.local.cli.summary;

import org.jspecify.annotations.NullMarked;
