/** What the Quarkus shells of all services share: the settings that have one name everywhere, who may do what, how HTTP says no. */
@NullMarked
package io.wellstream.shell;

import org.jspecify.annotations.NullMarked;
