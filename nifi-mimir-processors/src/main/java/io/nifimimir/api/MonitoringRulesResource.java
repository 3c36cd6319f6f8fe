/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.MonitoringCatalog.CatalogRule;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Monitoring rules. */
final class MonitoringRulesResource implements Resource {
    private static final String RULES = ROOT + "/monitoring/rules";

    private static final Set<String> FIELDS = Set.of(
            "ontology_id",
            "job_id",
            "entity_id",
            "metric_name",
            "rule_type",
            "condition",
            "severity",
            "description",
            "is_enabled",
            "alert_channels",
            AlertingField.NAME);

    private static final String DRY_RUN = "dry_run";

    /** All but what a rule is about. */
    private static final Set<String> CHANGEABLE = Set.of(
            "rule_type", "condition", "severity", "description", "is_enabled", "alert_channels", AlertingField.NAME);

    private final ApiStore store;

    MonitoringRulesResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", RULES, this::list),
                new Route("POST", RULES, this::create),
                new Route("GET", RULES + "/{id}", call -> ApiAnswer.data(describe(find(call)))),
                new Route("PUT", RULES + "/{id}", this::update),
                new Route("DELETE", RULES + "/{id}", this::delete));
    }

    private ApiAnswer list(final Call call) throws RefusedRequestException {
        call.requireOnly("ontology_id", "entity_id", "metric_name", "enabled_only");
        final Optional<String> ontology = call.parameter("ontology_id");
        final Optional<String> entity = call.parameter("entity_id");
        final Optional<String> metric = call.parameter("metric_name");
        final boolean enabledOnly = call.flag("enabled_only");
        final List<CatalogRule> rules = store.monitoringCatalog().rules().stream()
                .filter(rule ->
                        ontology.isEmpty() || ontology.get().equals(rule.rule().ontologyId()))
                .filter(rule ->
                        entity.isEmpty() || entity.get().equals(rule.rule().entityId()))
                .filter(rule ->
                        metric.isEmpty() || metric.get().equals(rule.rule().metricName()))
                .filter(rule -> !enabledOnly || rule.rule().enabled())
                .toList();
        return ApiAnswer.data(ApiJson.counted("rules", rules, MonitoringRulesResource::describe));
    }

    private ApiAnswer create(final Call call) throws IOException, RefusedRequestException {
        call.requireOnly(DRY_RUN);
        final boolean dryRun = call.flag(DRY_RUN);
        final RequestObject body = call.body();
        body.requireOnly(FIELDS);
        final String ontology = body.requireText("ontology_id", "the ontology whose metric is watched");
        final String metric = body.requireText("metric_name", "the metric that is watched");
        final String type = body.requireText("rule_type", "the type of the condition, such as threshold");
        final RuleCondition condition = condition(body, type);
        final RulePlacement placement =
                RulePlacement.find(store.monitoringCatalog(), body.text("job_id"), ontology, metric);
        final MonitoringRule rule = new MonitoringRule(
                call.request().id(),
                placement.job().id(),
                ontology,
                body.text("entity_id").orElse(null),
                metric,
                condition,
                severity(body.text("severity").orElse(Severity.MEDIUM.wireName())),
                body.text("description").orElse("Made by hand"),
                body.flag("is_enabled").orElse(false),
                AlertingField.read(body).orElse(AlertPolicy.UNSAID));
        if (dryRun) {
            return new RuleDryRun(store).answer(rule);
        }

        final String channels = body.text("alert_channels").orElse("");
        store.transactions().inTransaction(() -> {
            placement.save(store.monitoring(), call.now());
            store.monitoringCatalog().saveRule(rule, channels, call.now());
            return null;
        });
        final ObjectNode answer = ApiJson.object();
        answer.put("message", "Monitoring rule created successfully");
        answer.put("id", rule.id());
        answer.put("job_id", placement.job().id());
        answer.put(
                "detail",
                placement.describe()
                        + (rule.enabled() ? "" : ". The rule is switched off, since is_enabled was not true"));
        return new ApiAnswer.Response(200, answer, RULES + "/" + rule.id());
    }

    private ApiAnswer update(final Call call) throws IOException, RefusedRequestException {
        final CatalogRule found = find(call);
        final MonitoringRule known = found.rule();
        final RequestObject body = call.body();
        body.requireOnly(CHANGEABLE);
        final RuleCondition condition = body.value("condition").isPresent()
                ? condition(
                        body, body.text("rule_type").orElse(known.condition().ruleType()))
                : known.condition();
        final MonitoringRule rule = new MonitoringRule(
                known.id(),
                known.jobId(),
                known.ontologyId(),
                known.entityId(),
                known.metricName(),
                condition,
                severity(body.text("severity").orElse(known.severity().wireName())),
                body.text("description").orElse(known.description()),
                body.flag("is_enabled").orElse(known.enabled()),
                AlertingField.read(body).orElse(known.alerting()));
        store.monitoringCatalog().saveRule(rule, body.text("alert_channels").orElse(found.alertChannels()), call.now());
        final ObjectNode answer = ApiJson.object();
        answer.put("message", "Monitoring rule updated successfully");
        answer.set("rule", describe(find(call)));
        return ApiAnswer.data(answer);
    }

    private static RuleCondition condition(final RequestObject body, final String type) throws RefusedRequestException {
        final JsonNode condition = body.value("condition")
                .orElseThrow(() ->
                        RefusedRequestException.unprocessable("condition", "Missing, expected such as {\"<\": 5}"));
        try {
            final RuleCondition read =
                    RuleConditions.parse(condition.isTextual() ? condition.textValue() : condition.toString());
            if (!read.ruleType().equals(type)) {
                throw RefusedRequestException.unprocessable(
                        "rule_type", "The condition is of type %s, found [%s]".formatted(read.ruleType(), type));
            }
            return read;
        } catch (final IllegalArgumentException e) {
            throw RefusedRequestException.unprocessable("condition", e.getMessage(), e);
        }
    }

    static Severity severity(final String named) throws RefusedRequestException {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.wireName().equals(named))
                .findFirst()
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        "severity",
                        "Unknown severity [%s], accepted are low, medium, high, critical".formatted(named)));
    }

    private ApiAnswer delete(final Call call) throws RefusedRequestException {
        final CatalogRule rule = find(call);
        store.monitoringCatalog().deleteRule(rule.rule().id(), call.now());
        return ApiAnswer.done("Monitoring rule deleted successfully");
    }

    private CatalogRule find(final Call call) throws RefusedRequestException {
        return store.monitoringCatalog()
                .rule(call.path("id"))
                .orElseThrow(() -> RefusedRequestException.notFound(
                        "id", "There is no monitoring rule [%s]".formatted(call.path("id"))));
    }

    private static ObjectNode describe(final CatalogRule found) {
        final MonitoringRule rule = found.rule();
        final String condition = RuleConditions.print(rule.condition());
        final ObjectNode body = ApiJson.object();
        body.put("id", rule.id());
        body.put("job_id", rule.jobId());
        body.put("ontology_id", rule.ontologyId());
        body.put("entity_id", rule.entityId());
        body.put("metric_name", rule.metricName());
        body.put("rule_type", rule.condition().ruleType());
        // The original system has a text here
        body.put("condition", condition);
        body.put("severity", rule.severity().wireName());
        body.put("description", rule.description());
        body.put("is_enabled", rule.enabled());
        body.put("alert_channels", found.alertChannels());
        AlertingField.write(rule.alerting(), body);
        body.put("created_at", ApiJson.time(found.createdAt()));
        body.put("updated_at", ApiJson.time(found.updatedAt()));
        return body;
    }
}
