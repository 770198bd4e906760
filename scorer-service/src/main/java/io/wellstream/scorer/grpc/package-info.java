/** The gRPC endpoint: hands each call to the scorer and translates its failures into statuses. */
@NullMarked
package io.wellstream.scorer.grpc;

import org.jspecify.annotations.NullMarked;
