/** The whole system on one machine without containers: an embedded broker and S3 server, and the services as child processes. */
@NullMarked
package io.wellstream.local.launcher;

import org.jspecify.annotations.NullMarked;
