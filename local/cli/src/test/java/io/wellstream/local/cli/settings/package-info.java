@NullMarked
package io.wellstream.local.cli.settings;

import org.jspecify.annotations.NullMarked;
