/** The client of a running system: its services over HTTP and gRPC, its topics, its object store. */
@NullMarked
package io.wellstream.local.cli.client;

import org.jspecify.annotations.NullMarked;
