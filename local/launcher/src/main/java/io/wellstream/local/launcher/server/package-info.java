/** S3 servers: what a local system needs of one, and one that runs as a process of its own. */
@NullMarked
package io.wellstream.local.launcher.server;

import org.jspecify.annotations.NullMarked;
