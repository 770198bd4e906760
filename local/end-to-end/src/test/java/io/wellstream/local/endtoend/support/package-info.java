/** What end-to-end tests share: systems, screens and runs. */
@NullMarked
package io.wellstream.local.endtoend.support;

import org.jspecify.annotations.NullMarked;
