package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ScorerGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Roles and tokens, tested against real processes over HTTP and gRPC. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final String ISSUER = "https://idp.example";
    private static final String PREDICT_TOKEN = "only-predict";

    private final RsaJsonWebKey key;
    private final LocalSystem system;

    AccessTest(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("one");
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        system = LocalSystem.start(LocalConfig.of(folder.resolve("data"))
                .without(ServiceKind.AUGMENT)
                .withEnvironment("WELLSTREAM_ACCESS_PREDICT_TOKEN", PREDICT_TOKEN)
                .withEnvironment("WELLSTREAM_ACCESS_JWT_KEYS", keys.toString())
                .withEnvironment("WELLSTREAM_ACCESS_JWT_ISSUER", ISSUER)
                .withEnvironment("WELLSTREAM_ACCESS_JWT_AUDIENCE", "wellstream"));
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void operatorsMayStartWorkAndPredictorsMayOnlyRead() throws Exception {
        assertThat(post(bearer(system.endpoints().token())).statusCode())
                .isEqualTo(400); // authorised; the body is empty
        assertThat(post(bearer(PREDICT_TOKEN)).statusCode()).isEqualTo(403);
        assertThat(get(bearer(PREDICT_TOKEN)).statusCode()).isEqualTo(200);
        assertThat(predict(bearer(PREDICT_TOKEN))).isEqualTo(Status.Code.OK);
    }

    @Test
    void whatIsServedIsChangedOnlyByWhoOperates() throws Exception {
        Optional<String> operator = bearer(system.endpoints().token());
        Optional<String> signed = bearer(sign(claims(List.of("operate"))));
        Optional<String> reader = bearer(PREDICT_TOKEN);
        Optional<String> stranger = bearer(sign(claims(List.of("accounting"))));

        for (String path : List.of("/v1/models/no-such-run/promote", "/v1/serving/rollback")) {
            int allowed = path.endsWith("promote") ? 404 : 409; // let in; there is no such model
            assertThat(post(path, operator).statusCode()).as(path).isEqualTo(allowed);
            assertThat(post(path, signed).statusCode()).as(path).isEqualTo(allowed);
            assertThat(post(path, reader).statusCode()).as(path).isEqualTo(403);
            assertThat(post(path, stranger).statusCode()).as(path).isEqualTo(403);
            assertThat(post(path, Optional.empty()).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(send(trainer("/v1/models", reader).GET()).statusCode()).isEqualTo(200);
        assertThat(send(trainer("/v1/models", stranger).GET()).statusCode()).isEqualTo(403);
        assertThat(send(trainer("/v1/models", Optional.empty()).GET()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aRequestToTheTrainerThatIsNoJsonIsRefused() throws Exception {
        Optional<String> operator = bearer(system.endpoints().token());

        for (String path : List.of("/v1/models/no-such-run/promote", "/v1/serving/rollback", "/v1/runs")) {
            for (String body : List.of("", "[", "{\"run\":\"a\",\"other\":1}", "[".repeat(100_000))) {
                HttpResponse<String> refused = send(trainer(path, operator)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
                assertThat(refused.statusCode()).as("%s %.20s", path, body).isEqualTo(400);
                assertThat(refused.body()).doesNotContain("Exception").doesNotContain("io.wellstream");
            }
            assertThat(send(trainer(path, operator)
                                    .header("Content-Type", "text/plain") // as a page of another origin could send it
                                    .POST(BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(415);
        }
        assertThat(send(trainer("/v1/models/..%2Fx%0Aserving/promote", operator)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anonymousCallersLearnNothing() throws Exception {
        HttpResponse<String> refused = get(Optional.empty());

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(refused.body())
                .doesNotContain("Exception")
                .doesNotContain(system.endpoints().token());
        assertThat(post(Optional.empty()).statusCode()).isEqualTo(401);
        assertThat(predict(Optional.empty())).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aSignedTokenCarriesTheRolesThatItsIssuerGave() throws Exception {
        Optional<String> operator = bearer(sign(claims(List.of("operate"))));
        Optional<String> reader = bearer(sign(claims(List.of("predict"))));
        Optional<String> stranger = bearer(sign(claims(List.of("accounting"))));

        assertThat(post(operator).statusCode()).isEqualTo(400);
        assertThat(get(operator).statusCode()).isEqualTo(200);
        assertThat(post(reader).statusCode()).isEqualTo(403);
        assertThat(predict(reader)).isEqualTo(Status.Code.OK);
        assertThat(get(stranger).statusCode()).isEqualTo(403);
        assertThat(predict(stranger)).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aTokenThatIsExpiredForgedUnsignedOrForOthersIsRefused() throws Exception {
        JwtClaims expired = claims(List.of("operate"));
        expired.setExpirationTimeMinutesInTheFuture(-5);
        JwtClaims elsewhere = claims(List.of("operate"));
        elsewhere.setAudience("another-service");
        JwtClaims strange = claims(List.of("operate"));
        strange.setIssuer("https://someone.example");
        RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId("one");

        for (String token : List.of(
                sign(expired),
                sign(elsewhere),
                sign(strange),
                sign(claims(List.of("operate")), other),
                unsigned(claims(List.of("operate"))),
                signedWithThePublicKeyAsSecret(claims(List.of("operate"))),
                "x.y.z",
                "")) {
            assertThat(get(bearer(token)).statusCode()).as(token).isEqualTo(401);
            assertThat(predict(bearer(token))).as(token).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void healthAndMetricsAreOpen() throws Exception {
        for (SupervisedProcess service : system.services()) {
            assertThat(send(HttpRequest.newBuilder(service.url().resolve("/q/health")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(service.url().resolve("/q/metrics")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static JwtClaims claims(List<String> roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("wellstream");
        claims.setSubject("ada");
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setStringListClaim("groups", roles);
        return claims;
    }

    private String sign(JwtClaims claims) throws Exception {
        return sign(claims, key);
    }

    private static String sign(JwtClaims claims, RsaJsonWebKey with) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(with.getPrivateKey());
        jws.setKeyIdHeaderValue(with.getKeyId());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return jws.getCompactSerialization();
    }

    private static String unsigned(JwtClaims claims) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setPayload(claims.toJson());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return jws.getCompactSerialization();
    }

    private String signedWithThePublicKeyAsSecret(JwtClaims claims) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        return jws.getCompactSerialization();
    }

    private static Optional<String> bearer(String token) {
        return Optional.of("Bearer " + token);
    }

    private HttpResponse<String> get(Optional<String> authorization) throws Exception {
        return send(request(authorization).GET());
    }

    private HttpResponse<String> post(Optional<String> authorization) throws Exception {
        return send(request(authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    }

    private HttpResponse<String> post(String path, Optional<String> authorization) throws Exception {
        return send(trainer(path, authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    }

    private HttpRequest.Builder trainer(String path, Optional<String> authorization) {
        return request(system.endpoints().url(ServiceKind.TRAINER).resolve(path), authorization);
    }

    private HttpRequest.Builder request(Optional<String> authorization) {
        return request(system.endpoints().url(ServiceKind.INGEST).resolve("/v1/ingests"), authorization);
    }

    private static HttpRequest.Builder request(URI address, Optional<String> authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private Status.Code predict(Optional<String> authorization) throws Exception {
        URI scorer = system.endpoints().url(ServiceKind.SCORER);
        ManagedChannel channel = ManagedChannelBuilder.forAddress(scorer.getHost(), scorer.getPort())
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            authorization.ifPresent(
                    value -> headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), value));
            ScorerGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .listModels(ListModelsRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }
}
