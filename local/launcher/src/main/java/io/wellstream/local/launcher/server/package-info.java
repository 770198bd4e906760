/** S3 servers: what a local system needs of one, and one that runs as a separate process. */
@NullMarked
package io.wellstream.local.launcher.server;

import org.jspecify.annotations.NullMarked;
