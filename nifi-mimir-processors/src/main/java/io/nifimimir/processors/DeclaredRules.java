/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRepository.ScheduledJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.schedule.CronSchedule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rules that the properties of a {@link MonitorModel} declare: a JSON array, each rule with the fields that it has on the wire. The
 * rules of an ontology are those of one job.
 */
final class DeclaredRules {
    private static final Set<String> FIELDS = Set.of(
            "ontology_id", "metric_name", "entity_id", "rule_type", "condition", "severity", "description", "alerting");

    private static final String EXAMPLE =
            "[{\"ontology_id\": \"stock\", \"metric_name\": \"ors_sachets\", \"condition\": {\"<\": 5}, \"severity\": \"high\"}]";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String processorId;

    private final Map<String, List<MonitoringRule>> ofOntologies;

    private DeclaredRules(final String processorId, final Map<String, List<MonitoringRule>> ofOntologies) {
        this.processorId = processorId;
        this.ofOntologies = ofOntologies;
    }

    /**
     * @param json the value of the property, or null
     * @throws IllegalArgumentException where that is not such an array; the message says which rule, what was found and what was expected
     */
    static DeclaredRules parse(final String json, final String processorId) {
        final Map<String, List<MonitoringRule>> ofOntologies = new TreeMap<>();
        final Map<String, Integer> alike = new HashMap<>();
        int number = 0;
        for (final JsonNode node : json == null ? List.<JsonNode>of() : array(json)) {
            number++;
            try {
                final MonitoringRule rule = rule(node, processorId, alike);
                ofOntologies
                        .computeIfAbsent(rule.ontologyId(), ontology -> new ArrayList<>())
                        .add(rule);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException("Rule %d: %s".formatted(number, e.getMessage()), e);
            }
        }
        return new DeclaredRules(processorId, ofOntologies);
    }

    private static Iterable<JsonNode> array(final String json) {
        try {
            final JsonNode array = MAPPER.readTree(json);
            if (array.isArray()) {
                return array;
            }
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Not JSON: %s; expected such as %s".formatted(e.getOriginalMessage(), EXAMPLE), e);
        }
        throw new IllegalArgumentException("Not a JSON array, expected such as " + EXAMPLE);
    }

    private static MonitoringRule rule(
            final JsonNode node, final String processorId, final Map<String, Integer> alike) {
        final Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!node.isObject() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("Found %s, expected an object with fields of %s"
                    .formatted(node.isObject() ? unknown : node, new TreeSet<>(FIELDS)));
        }
        final String ontology = text(node, "ontology_id", null);
        final String metric = text(node, "metric_name", null);
        final String entity = text(node, "entity_id", "");
        final String condition = node.path("condition").toString();
        final RuleCondition read = node.has("rule_type")
                ? RuleConditions.parse(text(node, "rule_type", null), condition)
                : RuleConditions.parse(condition);
        final String name = "%s/%s/%s/%s".formatted(ontology, metric, entity, read.ruleType());
        final int count = alike.merge(name, 1, Integer::sum);
        return new MonitoringRule(
                // Its place among those that are alike, so that a rule whose numbers change stays the same
                processorId + "/" + identity(name + "/" + count),
                jobId(processorId, ontology),
                ontology,
                entity.isEmpty() ? null : entity,
                metric,
                read,
                severity(text(node, "severity", Severity.MEDIUM.wireName())),
                text(node, "description", "Declared in MonitorModel"),
                true,
                node.has("alerting") ? AlertPolicies.parse(node.path("alerting").toString()) : AlertPolicy.UNSAID);
    }

    private static String text(final JsonNode node, final String name, final String otherwise) {
        final JsonNode value = node.path(name);
        if (value.isMissingNode() && otherwise != null) {
            return otherwise;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException("\"%s\" is %s, expected a text"
                    .formatted(name, value.isMissingNode() ? "missing" : value.toString()));
        }
        return value.textValue();
    }

    private static Severity severity(final String name) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"severity\" is \"%s\", expected one of %s"
                        .formatted(
                                name,
                                Arrays.stream(Severity.values())
                                        .map(Severity::wireName)
                                        .collect(Collectors.joining(", ")))));
    }

    private static String jobId(final String processorId, final String ontology) {
        return processorId + "/" + identity(ontology);
    }

    private static String identity(final String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Brings the store in line with what is declared. To be called in a transaction. */
    void save(
            final MonitoringRepository repository, final String cronExpression, final ZoneId zone, final Instant now) {
        final Instant firstRun =
                CronSchedule.parse(cronExpression).next(now, zone).orElse(now);
        ofOntologies.forEach((ontology, rules) -> repository.saveJob(
                new MonitoringJob(
                        jobId(processorId, ontology),
                        "Rules of " + ontology,
                        ontology,
                        "Declared in MonitorModel",
                        cronExpression,
                        zone,
                        rules.stream()
                                .map(MonitoringRule::metricName)
                                .distinct()
                                .toList(),
                        true),
                rules,
                firstRun));
        repository.jobs().stream()
                .map(ScheduledJob::job)
                .filter(job -> job.id().startsWith(processorId + "/") && !ofOntologies.containsKey(job.ontologyId()))
                .filter(job -> repository.rulesOf(job.id()).stream().anyMatch(MonitoringRule::enabled))
                // It runs on without rules, and so ends the alerts of those that it had
                .forEach(job -> repository.saveJob(job, List.of(), now));
    }

    /** {@code 3 rules: stock (2 forecast, 1 threshold)}. */
    String describe() {
        final int count = ofOntologies.values().stream().mapToInt(List::size).sum();
        return "%d rules%s"
                .formatted(
                        count,
                        ofOntologies.entrySet().stream()
                                .map(entry -> String.format(
                                        Locale.ROOT,
                                        "%s (%s)",
                                        entry.getKey(),
                                        entry.getValue().stream()
                                                .map(rule -> rule.condition().ruleType())
                                                .collect(Collectors.groupingBy(
                                                        type -> type, TreeMap::new, Collectors.counting()))
                                                .entrySet()
                                                .stream()
                                                .map(type -> type.getValue() + " " + type.getKey())
                                                .collect(Collectors.joining(", "))))
                                .collect(Collectors.joining("; ", count == 0 ? "" : ": ", "")));
    }
}
