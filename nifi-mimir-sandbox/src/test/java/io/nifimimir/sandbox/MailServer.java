/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A mail server of this machine, which takes mails for anybody once it has been started. */
final class MailServer implements AutoCloseable {
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

    void start() {
        server.start();
    }

    /** The mails in the order in which they have come. */
    List<Mail> mails() {
        return Arrays.stream(server.getReceivedMessages()).map(MailServer::mail).toList();
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
