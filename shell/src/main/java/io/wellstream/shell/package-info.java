/** What the Quarkus shells of all services share: a service's lifecycle, common settings and errors of HTTP calls. */
@NullMarked
package io.wellstream.shell;

import org.jspecify.annotations.NullMarked;
