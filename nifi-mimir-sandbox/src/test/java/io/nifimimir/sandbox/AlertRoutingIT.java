/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.HttpReceiver.Call;
import io.nifimimir.sandbox.MailServer.Mail;
import io.nifimimir.sandbox.client.Endpoint;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Alerts of each severity through the template that routes them, with channels that fail and come back. */
@ExtendWith({Troubleshooting.class, SharedNiFi.class})
@Timeout(900)
class AlertRoutingIT {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration BACK = Duration.ofMinutes(5);
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;
    private static final String WEBHOOK = "/webhook";
    private static final String SMS = "/sms";
    private static final List<String> SEVERITIES = List.of("critical", "high", "medium", "low");

    @TempDir
    private Path home;

    private NiFiClient client;
    private ProcessGroup around;
    private Endpoint port;

    @Test
    void eachSeverityReachesItsChannelsOnceWhateverFails(final NiFiClient nifi) throws IOException {
        try (MailServer mails = new MailServer();
                HttpReceiver receiver = new HttpReceiver()) {
            start(nifi, mails, receiver);
            receiver.answer(WEBHOOK, UNAVAILABLE);

            for (final String severity : SEVERITIES.reversed()) {
                raise(severity, severity, "raised", "");
            }
            raise("critical", "critical", "raised", "");
            raise("named", "low", "raised", "ops,sms");
            raise("over", "critical", "resolved", "");

            final Set<String> everything =
                    Set.of("critical.json", "high.json", "medium.json", "low.json", "named.json", "over.json");
            Await.until(
                    "the folder to have all", SOON, () -> Folders.names(home.resolve("alerts")), everything::equals);
            final List<Call> sms = Await.until("the SMS", SOON, () -> receiver.taken(SMS), calls -> calls.size() == 3);
            assertEquals(Set.of("critical", "named", "over"), keys(sms));
            assertTrue(
                    sms.stream()
                            .anyMatch(call -> call.body()
                                    .equals("{\"to\":\"+93 70 000 0000\",\"text\":\"CRITICAL: a \\\"bad\\\" day\"}")),
                    sms.toString());
            assertEquals("Bearer s3cret", sms.getFirst().authorization());
            Await.until("the webhook to refuse", SOON, () -> receiver.refused(WEBHOOK), calls -> calls.size() >= 4);
            assertEquals(List.of(), receiver.taken(WEBHOOK));

            receiver.answer(WEBHOOK, 200);
            mails.start();
            final List<Call> called =
                    Await.until("the webhook", BACK, () -> receiver.taken(WEBHOOK), calls -> calls.size() >= 4);
            final List<Mail> mailed = Await.until("the mails", BACK, mails::mails, seen -> seen.size() >= 2);
            awaitNothingOnItsWay();
            assertEquals(Set.of("critical", "high", "medium", "over"), keys(called));
            assertEquals(4, receiver.taken(WEBHOOK).size());
            // Equally severe, and each tried again by itself: which one meets the server first is open
            assertEquals(
                    List.of("[CRITICAL] stock of Herat", "[OVER] stock of Herat"),
                    mailed.stream().map(Mail::subject).sorted().toList());
            assertEquals(3, receiver.taken(SMS).size());
            assertEquals(Set.of(), Folders.names(home.resolve("undelivered")));

            receiver.answer(WEBHOOK, NOT_FOUND);
            raise("refused", "medium", "raised", "");
            Await.until(
                    "what the receiver refuses to be kept",
                    SOON,
                    () -> Folders.names(home.resolve("undelivered")),
                    Set.of("refused.json")::equals);
        }
    }

    private void start(final NiFiClient nifi, final MailServer mails, final HttpReceiver receiver) {
        client = nifi;
        around = client.processGroups().create(client.processGroups().rootId(), "Around", new Position(0, 0));
        Flows.enabledStore(client, around.id(), "Mimir store", home.resolve("store"));
        final Map<String, String> parameters = new HashMap<>(mails.parameters());
        parameters.put("webhook.url", receiver.address(WEBHOOK).toString());
        parameters.put("sms.url", receiver.address(SMS).toString());
        parameters.put("sms.to", "+93 70 000 0000");
        final ImportedTemplate routing = ImportedTemplate.in(around.id(), client, "mimir-alert-routing")
                .foldersIn(home)
                .set(parameters)
                .setSensitive(Map.of("sms.authorization", "Bearer s3cret"));
        port = client.processGroups().inputPorts(routing.groupId()).getFirst().endpoint();
        connect("Connect", Map.of());
        routing.start();
    }

    /** Sends an alert as MonitorModel writes it. */
    private void raise(final String key, final String severity, final String event, final String channels) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put("filename", key + ".json");
        attributes.put("mime.type", "application/json");
        attributes.put("priority", String.valueOf(SEVERITIES.indexOf(severity) + 1));
        attributes.put("mimir.alert.key", key);
        attributes.put("mimir.alert.severity", severity);
        attributes.put("mimir.alert.event", event);
        attributes.put("mimir.alert.channels", channels);
        attributes.put("mimir.alert.title", "stock of\nHerat");
        attributes.put("mimir.alert.sms", severity.toUpperCase(Locale.ROOT) + ": a \"bad\" day");
        attributes.put("mimir.alert.digest", "alert " + key);
        client.processors().runOnce(connect(key + " " + event, attributes).id());
    }

    private Processor connect(final String name, final Map<String, String> attributes) {
        final Processor generator = Flows.generator(client, around.id(), "{\"name\": \"%s\"}".formatted(name));
        client.processors().setProperties(generator.id(), attributes);
        client.connections().create(around.id(), Endpoint.of(generator), port, Set.of("success"));
        return generator;
    }

    private void awaitNothingOnItsWay() {
        Await.untilTrue(
                "all queues to be empty",
                BACK,
                () -> client.connections().list(around.id()).stream()
                        .allMatch(connection -> connection.queuedCount() == 0));
    }

    private static Set<String> keys(final List<Call> calls) {
        return Set.copyOf(calls.stream().map(Call::key).toList());
    }
}
