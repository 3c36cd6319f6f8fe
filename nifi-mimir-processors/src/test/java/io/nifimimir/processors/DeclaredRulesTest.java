/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.MonitoringRepository.ScheduledJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeclaredRulesTest {
    private static final String RULES = """
            [{"ontology_id": "stock", "metric_name": "ors", "condition": {"<": %d}, "severity": "high"},
             {"ontology_id": "stock", "metric_name": "ors", "entity_id": "Herat", "rule_type": "missing_data",
              "condition": {"missing_data": {}}},
             {"ontology_id": "clinic", "metric_name": "visits", "condition": {"change_percent": 15}}]""";

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new MonitorModel());
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void rulesAreThoseOfAJobForEachOntology() {
        runner.setProperty(MonitorModel.RULES, RULES.formatted(5));
        runner.run();
        assertEquals(
                List.of("Rules of clinic", "Rules of stock"),
                store.monitoring().jobs().stream().map(job -> job.job().name()).toList());
        assertEquals(
                List.of("*/15 * * * *", "*/15 * * * *"),
                store.monitoring().jobs().stream()
                        .map(job -> job.job().cronExpression())
                        .toList());
        assertEquals(List.of(1, 2), ruleCounts());
    }

    @Test
    void ruleWhoseNumberChangesStaysTheSameRule() {
        runner.setProperty(MonitorModel.RULES, RULES.formatted(5));
        runner.run();
        final MonitoringRule before = threshold();
        runner.setProperty(MonitorModel.RULES, RULES.formatted(9));
        runner.run();
        assertEquals(before.id(), threshold().id());
        assertEquals(
                new RuleCondition.Comparison(RuleCondition.Operator.LESS, 9),
                threshold().condition());
    }

    @Test
    void rulesThatAreTakenOutAreSwitchedOff() {
        runner.setProperty(MonitorModel.RULES, RULES.formatted(5));
        runner.run();
        runner.removeProperty(MonitorModel.RULES);
        runner.run();
        assertEquals(List.of(0, 0), ruleCounts());
    }

    @Test
    void ruleSaysHowAlertsAreMadeOfIt() {
        runner.setProperty(
                MonitorModel.RULES,
                RULES.formatted(5).replace("\"high\"", "\"high\", \"alerting\": {\"escalate_after_minutes\": 60}"));
        runner.run();
        assertEquals(Duration.ofHours(1), threshold().alerting().escalateAfter());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{} | Not a JSON array",
                "[ | Not JSON",
                "[5] | Rule 1: Found 5, expected an object",
                "[{\"metric_name\": \"m\", \"condition\": {\"<\": 5}}] | Rule 1: \"ontology_id\" is missing",
                "[{\"ontology_id\": \"o\", \"condition\": {\"<\": 5}}] | \"metric_name\" is missing, expected a text",
                "[{\"ontology_id\": \"o\", \"metric_name\": 5, \"condition\": {\"<\": 5}}] | \"metric_name\" is 5",
                "[{\"ontology_id\": \"o\", \"metric_name\": \"m\"}] | Condition must be a JSON object",
                "[{\"ontology_id\": \"o\", \"metric_name\": \"m\", \"condition\": {\"<\": \"5\"}}] | must be a number",
                "[{\"ontology_id\": \"o\", \"metric_name\": \"m\", \"rule_type\": \"trend\", \"condition\": {\"<\": 5}}] | has a condition of type",
                "[{\"ontology_id\": \"o\", \"metric_name\": \"m\", \"condition\": {\"<\": 5}, \"severity\": \"bad\"}] | expected one of low",
                "[{\"ontology_id\": \"o\", \"metric_name\": \"m\", \"condition\": {\"<\": 5}, \"unit\": 1}] | Found [unit]",
                "[{\"ontology_id\": \"o\", \"metric_name\": \"m\", \"condition\": {\"<\": 5}, \"alerting\": {\"wait\": 1}}] | Unknown key \"wait\""
            })
    void rulesThatAreNoneMakeTheProcessorInvalid(final String json, final String reason) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> DeclaredRules.parse(json, "id"));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        runner.setProperty(MonitorModel.RULES, json);
        runner.assertNotValid();
    }

    @Test
    void descriptionCountsTheTypes() {
        assertEquals(
                "3 rules: clinic (1 trend); stock (1 missing_data, 1 threshold)",
                DeclaredRules.parse(RULES.formatted(5), "id").describe());
        assertEquals("0 rules", DeclaredRules.parse(null, "id").describe());
    }

    private List<Integer> ruleCounts() {
        return store.monitoring().jobs().stream().map(ScheduledJob::ruleCount).toList();
    }

    private MonitoringRule threshold() {
        return store.monitoring().jobs().stream()
                .flatMap(job -> store.monitoring().rulesOf(job.job().id()).stream())
                .filter(rule -> rule.condition().ruleType().equals("threshold"))
                .findFirst()
                .orElseThrow();
    }
}
