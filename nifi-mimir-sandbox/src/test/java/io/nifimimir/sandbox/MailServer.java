/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.NiFiClient;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A mail server of this machine, which takes mails for anybody once it has been started. */
final class MailServer implements AutoCloseable {
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(5);
    private static final Pattern ALERT_KEY = Pattern.compile("(?m)^ontology \\S+, alert (\\S+)$");

    private final int port = Ports.anyFree();
    private final GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** A mail that has arrived. */
    record Mail(String subject, String text) {}

    /** The parameters that a template sends mails by. */
    Map<String, String> parameters() {
        return Map.of(
                "smtp.host", "127.0.0.1",
                "smtp.port", String.valueOf(port),
                "smtp.security", "none",
                "mail.from", "nifi@example.org",
                "mail.to", "health@example.org");
    }

    /** Waits until a mail of this kind waits for the server in a flow that has tried to send it or will. */
    void awaitWaiting(final NiFiClient client, final ImportedTemplate flow, final String kind) {
        final Connection queue = client.connections().between(flow.groupId(), "Gather what waits", "Send mails");
        Await.until(
                "a mail of the kind %s to wait for port %d".formatted(kind, port),
                WORKED_THROUGH,
                () -> client.connections().flowFiles(queue.id()).stream()
                        .map(mail -> mail.attributes().get("mail.kind"))
                        .toList(),
                kinds -> kinds.contains(kind));
    }

    void start() {
        server.start();
    }

    /** The mails in the order in which they have come. */
    List<Mail> mails() {
        return Arrays.stream(server.getReceivedMessages()).map(MailServer::mail).toList();
    }

    /** The keys of the alerts that the mails tell of, as often as they do. */
    List<String> alertKeys() {
        return mails().stream()
                .flatMap(mail -> ALERT_KEY.matcher(mail.text()).results())
                .map(result -> result.group(1))
                .toList();
    }

    private static Mail mail(final MimeMessage message) {
        try {
            return new Mail(
                    message.getSubject(), message.getContent().toString().replace("\r\n", "\n"));
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading a mail", e);
        } catch (final MessagingException e) {
            throw new IllegalStateException("Reading a mail", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
