@NullMarked
package io.wellstream.scorer.grpc;

import org.jspecify.annotations.NullMarked;
