package io.wellstream.scorer.grpc;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.wire.keys.WellKeys;
import java.net.URI;

/** A connection to the endpoint under test. */
public final class EndpointClient implements AutoCloseable {
    public static final WellId B03 = ScreenFixture.B03;

    private final ManagedChannel channel;

    EndpointClient(URI address) {
        channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    ScorerGrpc.ScorerBlockingStub scorer() {
        return scorer("secret");
    }

    ScorerGrpc.ScorerBlockingStub scorer(String token) {
        return ScorerGrpc.newBlockingStub(channel).withInterceptors(token(token));
    }

    ScorerGrpc.ScorerStub streams() {
        return ScorerGrpc.newStub(channel).withInterceptors(token("secret"));
    }

    private static ClientInterceptor token(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    static PredictRequest request(WellId well) {
        return PredictRequest.newBuilder()
                .setDataset("screen")
                .addWells(WellKeys.of(well))
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
