/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that takes what is sent to it, or refuses it, by the path. */
final class HttpReceiver implements AutoCloseable {
    private static final int OK = 200;

    private final HttpServer server;
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /**
     * A call and what it was answered with.
     *
     * @param key its header Idempotency-Key
     */
    record Call(String path, String key, String authorization, String body, int status) {}

    HttpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    URI address(final String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    }

    /** Answers from here on with this status where this path is called. */
    void answer(final String path, final int status) {
        answers.put(path, status);
    }

    /** The calls of a path that were answered with success. */
    List<Call> taken(final String path) {
        return calls.stream()
                .filter(call -> call.path().equals(path) && call.status() == OK)
                .toList();
    }

    /** The calls of a path that were answered with anything but success. */
    List<Call> refused(final String path) {
        return calls.stream()
                .filter(call -> call.path().equals(path) && call.status() != OK)
                .toList();
    }

    private void take(final HttpExchange exchange) throws IOException {
        try (exchange) {
            final String path = exchange.getRequestURI().getPath();
            final String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            final int status = answers.getOrDefault(path, OK);
            calls.add(new Call(
                    path,
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body,
                    status));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
