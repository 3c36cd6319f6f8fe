/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Duration;

/**
 * How a rule makes alerts of its condition, as far as that is said; null where it is not. A rule goes before its job, a job before its
 * ontology, and an ontology before {@link #DEFAULT}. Its JSON form is in {@link AlertPolicies}.
 *
 * @param raiseAfter how long the condition must hold; where nobody says, what suits the kind of condition
 * @param resolveAfter how long it must be gone; the same
 * @param resolveMargin how far inside of the expected range a value must lie to count as back to normal, in the unit of the metric
 * @param reopenWithin how long after its end an alert that comes back is the same one
 * @param coolDown how long after its end it does not come back
 * @param escalateAfter how long a message waits for an acknowledgement; zero for ever
 * @param groupFrom how many entities with the same news in a run are told of in one message; taken from the job
 */
public record AlertPolicy(
        Span raiseAfter,
        Span resolveAfter,
        Double resolveMargin,
        Span reopenWithin,
        Duration coolDown,
        Duration escalateAfter,
        Integer groupFrom) {
    /** Nothing is said. */
    public static final AlertPolicy UNSAID = new AlertPolicy(null, null, null, null, null, null, null);

    /**
     * What suits most. Nothing escalates: where nobody can acknowledge, that would be each alert.
     */
    public static final AlertPolicy DEFAULT =
            new AlertPolicy(null, null, 0.0, Span.ofPoints(10), Duration.ZERO, Duration.ZERO, 3);

    /** This policy, and what it leaves unsaid as another one says it. */
    public AlertPolicy over(final AlertPolicy base) {
        return new AlertPolicy(
                either(raiseAfter, base.raiseAfter),
                either(resolveAfter, base.resolveAfter),
                either(resolveMargin, base.resolveMargin),
                either(reopenWithin, base.reopenWithin),
                either(coolDown, base.coolDown),
                either(escalateAfter, base.escalateAfter),
                either(groupFrom, base.groupFrom));
    }

    private static <T> T either(final T said, final T otherwise) {
        return said == null ? otherwise : said;
    }
}
