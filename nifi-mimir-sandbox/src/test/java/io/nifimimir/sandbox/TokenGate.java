/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Stands before the NiFi of the tests, which speaks plain HTTP to anybody, as a NiFi is that a user has installed: TLS with a certificate of its own,
 * and a token for whoever knows the name and the password.
 */
final class TokenGate implements AutoCloseable {
    static final String USER = "admin";
    static final String PASSWORD = "pa55 word+of%NiFi";

    private static final String BEARER = "Bearer " + UUID.randomUUID();
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private final URI target;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;

    /** @param folder for the key */
    TokenGate(final URI target, final Path folder) throws IOException {
        this.target = target;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(folder.resolve("gate.p12"))));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static SSLContext context(final Path store) throws IOException {
        final Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "gate",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(STORE_PASSWORD))
                .inheritIO()
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool made no key in " + store);
            }
            final KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream file = Files.newInputStream(store)) {
                keys.load(file, STORE_PASSWORD);
            }
            final KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, STORE_PASSWORD);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has TLS", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a key was made", e);
        }
    }

    private void handle(final HttpExchange exchange) throws IOException {
        try (exchange) {
            final byte[] body = exchange.getRequestBody().readAllBytes();
            final String path = exchange.getRequestURI().toString();
            if (path.equals("/nifi-api/access/token")) {
                final boolean known = form(new String(body, StandardCharsets.UTF_8))
                        .equals(Map.of("username", USER, "password", PASSWORD));
                answer(exchange, known ? 201 : 400, known ? BEARER.substring("Bearer ".length()) : "Unknown user");
            } else if (!BEARER.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, "Unauthorized");
            } else {
                forward(exchange, path, body);
            }
        }
    }

    private void forward(final HttpExchange exchange, final String path, final byte[] body) throws IOException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(path))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        final String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            final HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            answer(exchange, response.statusCode(), response.body());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while NiFi was asked", e);
        }
    }

    private static void answer(final HttpExchange exchange, final int status, final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> form(final String body) {
        return Arrays.stream(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
