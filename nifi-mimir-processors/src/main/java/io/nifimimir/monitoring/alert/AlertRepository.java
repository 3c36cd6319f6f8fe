/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alerts, what people do about them, and what people are told. Each call is one transaction, or joins the caller's; each write changes
 * nothing when it is repeated. Errors of the storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface AlertRepository {

    /** A page of alerts, in a stable order. */
    List<Alert> list(AlertFilter filter);

    /** How many alerts there are of a filter, whatever its limit and offset. */
    long count(AlertFilter filter);

    Optional<AlertHistory> find(String alertId);

    /**
     * Does what a person wants. An alert that is in that state already is left as it is.
     *
     * @return the alert as it is now; empty where there is none of this id
     * @throws IllegalStateException where the alert is in a state that does not allow it
     */
    Optional<Alert> act(String alertId, AlertAction action);

    /** Adds a silence; one of the same id is replaced. */
    void silence(Silence silence, Instant now);

    /** Silences that are not over at an instant, the first to end first. */
    List<Silence> silences(Instant now);

    /**
     * Ends a silence at once, and takes it out.
     *
     * @param by who does it
     * @return whether there was one
     */
    boolean endSilence(String silenceId, String by, Instant now);

    /** What an ontology says of its alerts; {@link AlertPolicy#UNSAID} where nothing. */
    AlertPolicy policyOfOntology(String ontologyId);

    void saveOntologyPolicy(String ontologyId, AlertPolicy policy, Instant now);

    /** What a job says of its alerts, without its ontology. */
    AlertPolicy policyOfJob(String jobId);

    void saveJobPolicy(String jobId, AlertPolicy policy, Instant now);

    /**
     * Messages that are neither marked as sent nor in somebody's hands, oldest first. What is silenced or outranked at this instant is held;
     * an alert that nobody has acknowledged in time is escalated first. Each message is counted as handed out once more, and stays in the
     * caller's hands until it is marked or handed back, or this life of the store ends.
     *
     * @param limit steps of alerts to tell of
     */
    List<AlertMessage> takeUnsent(int limit, Instant now);

    /**
     * Marks messages as sent. From here on they wait for somebody to acknowledge.
     *
     * @param flowFileUuids by the key of the message, the flowfile that it was sent as
     */
    void markSent(Map<String, String> flowFileUuids, Instant sentAt);

    /** Gives back messages that could not be sent. */
    void handBack(Collection<String> messageKeys);
}
