/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** How alerts are made of all rules of an ontology, as far as neither a rule nor its job says otherwise. */
final class OntologyAlertingResource implements Resource {
    private static final String ALERTING = ROOT + "/ontology/{id}/alerting";

    private final ApiStore store;

    OntologyAlertingResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route("GET", ALERTING, this::get), new Route("PUT", ALERTING, this::put));
    }

    private ApiAnswer get(final Call call) throws RefusedRequestException {
        return ApiAnswer.data(describe(known(call)));
    }

    private ApiAnswer put(final Call call) throws IOException, RefusedRequestException {
        final String ontology = known(call);
        final RequestObject body = call.body();
        body.requireOnly(Set.of(AlertingField.NAME));
        final AlertPolicy policy = AlertingField.read(body)
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        AlertingField.NAME, "Missing, expected such as {\"escalate_after_minutes\": 60}"));
        store.alerts().saveOntologyPolicy(ontology, policy, call.now());
        return ApiAnswer.data(describe(ontology));
    }

    private String known(final Call call) throws RefusedRequestException {
        final String ontology = call.path("id");
        if (!store.monitoringCatalog().knowsOntology(ontology)) {
            throw RefusedRequestException.notFound("id", "Nothing is known of ontology [%s]".formatted(ontology));
        }
        return ontology;
    }

    private ObjectNode describe(final String ontology) {
        final ObjectNode body = ApiJson.object();
        body.put("ontology_id", ontology);
        AlertingField.write(store.alerts().policyOfOntology(ontology), body);
        return body;
    }
}
