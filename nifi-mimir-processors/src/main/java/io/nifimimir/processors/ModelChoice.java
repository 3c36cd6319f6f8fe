/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelState;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which model is asked for.
 *
 * @param target empty where the ontology has one champion only
 * @param version empty for the champion
 */
record ModelChoice(String ontology, String target, String version) {

    /**
     * The model that is to be applied, and behind it those that may take its place where it is damaged: the champions before it, the last one
     * first. For a version there is none.
     *
     * @throws UnfitContentException where there is no such model
     */
    List<ModelEntry> find(final TrainingRepository models) throws UnfitContentException {
        // A forecast has no rows to answer
        final List<ModelEntry> entries = models.entries(ontology).stream()
                .filter(entry -> entry.task() != ModelTask.FORECASTING)
                .toList();
        if (entries.isEmpty()) {
            throw new UnfitContentException("No model is registered for the ontology [%s]".formatted(ontology));
        }
        final String wanted = target.isEmpty() ? onlyTarget(entries) : target;
        final List<ModelEntry> ofTarget =
                entries.stream().filter(entry -> entry.target().equals(wanted)).toList();
        if (ofTarget.isEmpty()) {
            throw new UnfitContentException("No model of the ontology [%s] predicts [%s]; there are models of %s"
                    .formatted(ontology, wanted, targets(entries.stream())));
        }
        return version.isEmpty() ? champions(ofTarget, wanted) : List.of(ofVersion(ofTarget, wanted));
    }

    private String onlyTarget(final List<ModelEntry> entries) throws UnfitContentException {
        final List<ModelEntry> champions =
                entries.stream().filter(ModelChoice::isChampion).toList();
        if (champions.size() == 1) {
            return champions.getFirst().target();
        }
        throw new UnfitContentException(
                champions.isEmpty()
                        ? "No model of the ontology [%s] beats the naive baseline; there are models of %s"
                                .formatted(ontology, targets(entries.stream()))
                        : "'Target' is empty, and the ontology [%s] has champions of several: %s"
                                .formatted(ontology, targets(champions.stream())));
    }

    private List<ModelEntry> champions(final List<ModelEntry> ofTarget, final String wanted)
            throws UnfitContentException {
        if (ofTarget.stream().noneMatch(ModelChoice::isChampion)) {
            throw new UnfitContentException("No model of [%s] of the ontology [%s] is the champion. Version %d: %s"
                    .formatted(
                            wanted,
                            ontology,
                            ofTarget.getFirst().version(),
                            ofTarget.getFirst().reason()));
        }
        return ofTarget.stream()
                .filter(entry -> isChampion(entry) || entry.state() == ModelState.RETIRED)
                .sorted(Comparator.comparing(ModelChoice::isChampion)
                        .thenComparing(ModelEntry::promotedAt)
                        .thenComparing(ModelEntry::version)
                        .reversed())
                .toList();
    }

    private ModelEntry ofVersion(final List<ModelEntry> ofTarget, final String wanted) throws UnfitContentException {
        final ModelEntry found = ofTarget.stream()
                .filter(entry -> version.equals(String.valueOf(entry.version())))
                .findFirst()
                .orElseThrow(() ->
                        new UnfitContentException("There is no version [%s] of [%s] of the ontology [%s]; there are %s"
                                .formatted(
                                        version,
                                        wanted,
                                        ontology,
                                        ofTarget.stream()
                                                .map(ModelEntry::version)
                                                .toList())));
        if (found.state() == ModelState.REJECTED) {
            throw new UnfitContentException("The %s is not applied. %s".formatted(found.describe(), found.reason()));
        }
        return found;
    }

    private static boolean isChampion(final ModelEntry entry) {
        return entry.state() == ModelState.CHAMPION;
    }

    private static String targets(final Stream<ModelEntry> entries) {
        return entries.map(ModelEntry::target).distinct().sorted().collect(Collectors.joining(", ", "[", "]"));
    }
}
