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
import java.util.concurrent.atomic.AtomicInteger;

/** A page that names its feed, and the feed, which tells by its ETag whether it has changed. */
final class NewsSite implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /** How many articles the feed holds: the newest, as feeds do. */
    private static final int HELD = 40;

    private final HttpServer server;
    private final AtomicInteger articles = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();

    NewsSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/news/", exchange -> answer(exchange, "text/html; charset=utf-8", """
                <!DOCTYPE html><html><head><title>News</title><link rel="stylesheet" href="style.css">
                <link rel="alternate" type="application/rss+xml" title="All" href="../feed?of=all&amp;as=rss"></head>
                <body><p>Unclosed<br>markup</body></html>"""));
        server.createContext("/feed", exchange -> answer(exchange, "application/rss+xml", feed()));
        server.start();
    }

    URI page() {
        return URI.create(
                "http://127.0.0.1:%d/news/".formatted(server.getAddress().getPort()));
    }

    /** Lets the site have so many articles. */
    void publish(final int count) {
        articles.set(count);
    }

    /** How often anything was sent whole. */
    int sent() {
        return sent.get();
    }

    /** How often a client was told that it has it already. */
    int unchanged() {
        return unchanged.get();
    }

    private String feed() {
        final StringBuilder feed =
                new StringBuilder("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>");
        for (int article = Math.max(1, articles.get() - HELD); article <= articles.get(); article++) {
            final boolean health = article % 3 == 0;
            feed.append("""
                    <item><title>Story %d &amp; more</title><link>http://news.example/%d</link><guid isPermaLink="false">story-%d</guid>
                    <pubDate>Tue, 05 Mar 2024 %02d:%02d:00 GMT</pubDate><category>%s</category>
                    <description>&lt;p&gt;%s&lt;/p&gt;</description></item>""".formatted(
                            article,
                            article,
                            article,
                            article / 60,
                            article % 60,
                            health ? "health" : "water",
                            "word ".repeat(health ? 20 + article % 5 : 5 + article % 5)));
        }
        return feed.append("</channel></rss>").toString();
    }

    private void answer(final HttpExchange exchange, final String type, final String text) throws IOException {
        try (exchange) {
            final byte[] body = text.getBytes(StandardCharsets.UTF_8);
            final String tag = "\"%x\"".formatted(text.hashCode());
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                unchanged.incrementAndGet();
                exchange.sendResponseHeaders(NOT_MODIFIED, -1);
                return;
            }
            sent.incrementAndGet();
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
