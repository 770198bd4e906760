/** Sites of wells and what is known of their screens: reading images, and preparing them as a model's input. */
@NullMarked
package io.wellstream.scorer.site;

import org.jspecify.annotations.NullMarked;
