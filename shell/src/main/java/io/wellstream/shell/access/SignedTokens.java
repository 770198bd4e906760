package io.wellstream.shell.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens signed by an identity provider (RFC 7519): accepted if signature, issuer, audience and time are valid. */
final class SignedTokens {
    private static final Logger LOG = LoggerFactory.getLogger(SignedTokens.class);
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Only algorithms with public keys: anyone who can read a shared key can sign with it. */
    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
        AlgorithmIdentifiers.EDDSA
    };

    private final JwtConsumer consumer;
    private final String rolesClaim;

    private SignedTokens(JwtConsumer consumer, String rolesClaim) {
        this.consumer = consumer;
        this.rolesClaim = rolesClaim;
    }

    /**
     * @return empty if no keys are configured
     * @throws IllegalArgumentException if keys are given without issuer or audience, or cannot be read
     */
    static Optional<SignedTokens> of(AccessConfig.Jwt config) {
        return config.keys()
                .map(keys -> new SignedTokens(
                        new JwtConsumerBuilder()
                                .setVerificationKeyResolver(resolver(keys))
                                .setExpectedIssuer(required(config.issuer(), "issuer"))
                                .setExpectedAudience(required(config.audience(), "audience"))
                                .setRequireExpirationTime()
                                .setRequireSubject()
                                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS)
                                .build(),
                        config.rolesClaim()));
    }

    /**
     * The caller that the token names; blocks, because it may fetch the issuer's keys.
     *
     * @throws AuthenticationFailedException if the token is invalid; the reason is logged and not sent to the caller
     */
    SecurityIdentity verify(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(claims.getSubject()))
                    .addRoles(roles(claims))
                    .build();
        } catch (InvalidJwtException e) {
            LOG.info(
                    "token refused reasons={}",
                    e.getErrorDetails().stream().map(String::valueOf).toList());
            throw new AuthenticationFailedException("the token is not accepted", e);
        } catch (MalformedClaimException e) {
            throw new AuthenticationFailedException("the token's claims are malformed", e);
        }
    }

    private Set<String> roles(JwtClaims claims) throws MalformedClaimException {
        Set<String> roles =
                new HashSet<>(claims.hasClaim(rolesClaim) ? claims.getStringListClaimValue(rolesClaim) : List.of());
        if (roles.contains(Roles.OPERATE)) {
            roles.add(Roles.PREDICT);
        }
        return roles;
    }

    private static VerificationKeyResolver resolver(String keys) {
        if (keys.startsWith("https://")) {
            return new HttpsJwksVerificationKeyResolver(new HttpsJwks(keys));
        }
        if (keys.contains("://")) {
            throw new IllegalArgumentException(
                    "wellstream.access.jwt.keys is '" + keys + "'; expected an https address or a file");
        }
        try {
            return new JwksVerificationKeyResolver(new JsonWebKeySet(Files.readString(Path.of(keys))).getJsonWebKeys());
        } catch (IOException | JoseException e) {
            throw new IllegalArgumentException(
                    "wellstream.access.jwt.keys is '" + keys + "', which cannot be read as a set of keys (RFC 7517): "
                            + e.getMessage(),
                    e);
        }
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "wellstream.access.jwt.keys is set without wellstream.access.jwt." + name));
    }
}
