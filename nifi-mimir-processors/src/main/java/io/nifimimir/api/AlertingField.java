/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.util.Optional;

/** The field in which a rule, a job or an ontology says how alerts are made, such as {@code {"for_minutes": 30}}. */
final class AlertingField {
    static final String NAME = "alerting";

    private AlertingField() {}

    /** What a request says; empty where it has no such field. */
    static Optional<AlertPolicy> read(final RequestObject body) throws RefusedRequestException {
        final Optional<JsonNode> value = body.value(NAME);
        try {
            return value.map(JsonNode::toString).map(AlertPolicies::parse);
        } catch (final IllegalArgumentException e) {
            throw RefusedRequestException.unprocessable(NAME, e.getMessage(), e);
        }
    }

    static void write(final AlertPolicy policy, final ObjectNode body) {
        body.set(NAME, ApiJson.parse(AlertPolicies.print(policy)));
    }
}
