package io.sluice.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a provider says of itself, right or wrong, and tokens with its keys, right or wrong. */
final class FakeProvider implements AutoCloseable {

    static final String AUDIENCE = "sluice-api";

    private final HttpServer server;

    /** How often its keys were asked for. */
    final AtomicInteger asked = new AtomicInteger();

    /** That it says to be. */
    volatile String issuer;

    volatile String padding = "";
    volatile boolean isAway;
    volatile RSAKey key = key("first");

    FakeProvider() {
        this(0);
    }

    /** @param port to listen at; 0 for any */
    FakeProvider(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = address();
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, """
                {"issuer": "%s", "jwks_uri": "%s/keys", "padding": "%s"}""".formatted(issuer, address(), padding)));
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            answer(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
        server.start();
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(isAway ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int port() {
        return server.getAddress().getPort();
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims of a good token, good for a minute. */
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .subject("0b7f3a52")
                .audience(AUDIENCE)
                .claim("preferred_username", "lisa")
                .claim("groups", List.of("readers", "operators"))
                .issueTime(in(Duration.ofHours(-1)))
                .expirationTime(in(Duration.ofMinutes(1)));
    }

    static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    String token(JWTClaimsSet.Builder claims) {
        return token(claims, JWSAlgorithm.RS256, key);
    }

    static String token(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, RSAKey key) {
        try {
            return token(
                    claims,
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                    new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String token(JWTClaimsSet.Builder claims, JWSHeader header, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
