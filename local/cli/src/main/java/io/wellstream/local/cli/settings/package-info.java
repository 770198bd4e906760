/** The settings of a training run as a YAML file. */
@NullMarked
package io.wellstream.local.cli.settings;

import org.jspecify.annotations.NullMarked;
