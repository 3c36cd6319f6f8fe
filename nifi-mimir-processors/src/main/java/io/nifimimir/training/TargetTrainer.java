/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.TrainingReport.RankedCandidate;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.detection.TargetCandidate;
import io.nifimimir.training.evaluation.BaselineComparison;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.feature.FeaturePair;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.model.Contest;
import io.nifimimir.training.model.EnsembleModel;
import io.nifimimir.training.model.Incumbent;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelFormat;
import io.nifimimir.training.model.ModelHeader;
import io.nifimimir.training.model.ModelProvenance;
import io.nifimimir.training.search.CandidateSearch;
import io.nifimimir.training.search.CrossValidation;
import io.nifimimir.training.search.EnsembleEvaluation;
import io.nifimimir.training.search.FinalModel;
import io.nifimimir.training.search.Folds;
import io.nifimimir.training.search.PairSearch;
import io.nifimimir.training.table.RowFilter;
import io.nifimimir.training.table.RowHashes;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Trains the model of one target and scores it on rows that no choice has seen. */
final class TargetTrainer {
    /** A share of the baseline's loss saved that real life seldom grants. */
    private static final double TOO_GOOD = 0.999;

    /** Share of the budget for the search; the rest is for learning once more from all rows. */
    private static final double SEARCH_SHARE = 0.65;

    /** Of a target that is begun at all, however little time is left. */
    private static final long SHORTEST_SEARCH_MILLIS = 2_000;

    private final TrainingTable table;
    private final TrainingRequest request;
    private final Optional<List<Candidate>> candidates;
    private final CandidateCheckpoints checkpoints;
    private final Incumbent.Finder champions;
    private final Clock clock;

    TargetTrainer(
            final TrainingTable table,
            final TrainingRequest request,
            final Optional<List<Candidate>> candidates,
            final CandidateCheckpoints checkpoints,
            final Incumbent.Finder champions,
            final Clock clock) {
        this.table = table;
        this.request = request;
        this.candidates = candidates;
        this.checkpoints = checkpoints;
        this.champions = champions;
        this.clock = clock;
    }

    record TrainedTarget(TrainedModel report, ModelCandidate candidate) {}

    /**
     * @param share of the budget that this target may take
     * @throws UntrainableException where nothing can be learnt, with a sentence
     */
    TrainedTarget train(final TargetCandidate candidate, final Duration share, final BooleanSupplier keepGoing) {
        final Instant begin = clock.instant();
        final TableColumn column = table.findColumn(candidate.column()).orElseThrow();
        final int[] allRows = IntStream.range(0, table.rowCount()).toArray();
        final PreparedTarget prepared =
                PreparedTarget.prepare(table, allRows, column, candidate.task(), request.roles(), request.seed());
        final long searchMillis = Math.max(SHORTEST_SEARCH_MILLIS, Math.round(SEARCH_SHARE * share.toMillis()));
        final StopSignal signal = new StopSignal(keepGoing, clock, begin.plusMillis(searchMillis));
        final PreparedTarget target = prepared.withPairs(PairSearch.find(prepared, request.threads(), signal));
        final Chosen chosen = choose(target, candidate, signal);
        final CandidateSearch.Found found = chosen.found();
        final EnsembleEvaluation evaluation = EnsembleEvaluation.of(target, found);
        final BaselineComparison comparison = BaselineComparison.of(evaluation.scores(), evaluation.baselineScores());
        final FinalModel finalModel = FinalModel.fit(target, found, chosen.size(), request.threads(), signal);
        try (EnsembleModel model = finalModel.model()) {
            final List<byte[]> contents = new ArrayList<>();
            final ModelHeader header = header(candidate, column, target, evaluation, finalModel, model, contents);
            final ModelArtifact artifact = artifact(header, contents, comparison);
            final Duration duration = Duration.between(begin, clock.instant());
            return new TrainedTarget(
                    new TrainedModel(
                            artifact.id(),
                            artifact.version(),
                            candidate.column(),
                            candidate.task().wireName(),
                            artifact.learner(),
                            evaluation.scores().values().get(ModelScores.ACCURACY),
                            evaluation.scores().values().get(ModelScores.R_SQUARED),
                            evaluation.scores().values().get(ModelScores.ROOT_MEAN_SQUARED_ERROR),
                            artifact.metrics(),
                            evaluation.report(chosen.importance()),
                            leaderboard(found),
                            target.task() == ModelTask.CLASSIFICATION ? target.classes() : null,
                            target.task() == ModelTask.CLASSIFICATION
                                    ? evaluation.scores().confusion()
                                    : null,
                            comparison.beaten(),
                            null,
                            comparison.sentence(),
                            target.rowCount(),
                            target.heldOutRows().length,
                            finalModel.encoded().task().features().columns(),
                            duration.toNanos(),
                            candidate.confidence(),
                            candidate.reasoning(),
                            validation(target, chosen.folds(), finalModel),
                            finalModel.encoded().leftOut(),
                            pairs(finalModel),
                            warnings(target, evaluation, comparison, found)),
                    new ModelCandidate(
                            artifact,
                            ModelProvenance.of(header, duration, Contest.fingerprint(table, target.heldOutRows())),
                            learntRows(header, finalModel),
                            evaluation.unseen(found),
                            champions
                                    .find(candidate.column())
                                    .map(
                                            new Contest(
                                                    table,
                                                    column,
                                                    candidate.task(),
                                                    target.heldOutRows(),
                                                    evaluation.scores())::against)
                                    .orElse(null)));
        }
    }

    /**
     * What the search has come to; its folds, which hold the rows several times, are let go of with it.
     *
     * @param folds in words
     */
    private record Chosen(
            CandidateSearch.Found found, Map<String, Double> importance, CrossValidation.Size size, String folds) {}

    private Chosen choose(final PreparedTarget target, final TargetCandidate candidate, final StopSignal signal) {
        final Folds folds = Folds.of(target);
        final CrossValidation validation = CrossValidation.prepare(target, folds.folds(), request.threads(), signal);
        final CandidateSearch.Found found = new CandidateSearch(
                        target,
                        validation,
                        new CandidateSearch.Remembered(checkpoints, request.trainingKey(), candidate.column()),
                        signal)
                .run(candidates);
        return new Chosen(found, importance(validation, found), validation.size(), folds.description());
    }

    private static String validation(final PreparedTarget target, final String folds, final FinalModel model) {
        final String sentence = "held out: " + target.division() + "; candidates compared on " + folds;
        return target.spareRows().length == 0
                ? sentence
                : Sentences.of(
                        "%s of an even sample of %,d of %,d rows; the model has learnt from %,d",
                        sentence,
                        target.rowCount() - target.spareRows().length,
                        target.rowCount(),
                        model.rows().length);
    }

    private static List<String> pairs(final FinalModel finalModel) {
        return finalModel.encoded().plan().pairs().stream()
                .map(FeaturePair::name)
                .toList();
    }

    /** Of the member that has the most to say. */
    private static Map<String, Double> importance(final CrossValidation validation, final CandidateSearch.Found found) {
        final double[] weights = found.ensemble().weights();
        final int heaviest = IntStream.range(0, weights.length)
                .boxed()
                .max(Comparator.comparingDouble(index -> weights[index]))
                .orElseThrow();
        return validation.importance(
                found.candidates().get(heaviest), found.scores().get(heaviest));
    }

    private byte[] learntRows(final ModelHeader header, final FinalModel model) {
        final RowHashes hashes =
                Contest.hashes(table, header.featurePlan().requiredColumns().keySet(), header.target());
        return RowFilter.of(hashes, model.rows()).toBytes();
    }

    /** @param contents takes what the members' learners wrote */
    private ModelHeader header(
            final TargetCandidate candidate,
            final TableColumn column,
            final PreparedTarget target,
            final EnsembleEvaluation evaluation,
            final FinalModel finalModel,
            final EnsembleModel model,
            final List<byte[]> contents) {
        final List<ModelHeader.Member> members = new ArrayList<>();
        for (final EnsembleModel.Member member : model.members()) {
            final byte[] content = member.model().toBytes();
            contents.add(content);
            members.add(new ModelHeader.Member(
                    "member-%d.bin".formatted(members.size() + 1),
                    member.candidate().name(),
                    member.candidate().learner().family(),
                    member.weight(),
                    member.candidate().transform(),
                    member.candidate().weights(),
                    member.model().settings(),
                    Sha256.hex(content)));
        }

        return new ModelHeader(
                ModelFormat.FORMAT,
                ModelFormat.VERSION,
                ModelFormat.libraries(),
                modelId(candidate),
                request.ontologyId(),
                request.trainingKey(),
                candidate.column(),
                column.type(),
                candidate.task(),
                learner(members),
                target.classes(),
                finalModel.encoded().plan(),
                members,
                evaluation.temperature().value(),
                evaluation.operatingPoint(),
                evaluation.interval(),
                evaluation.metrics(),
                request.seed(),
                table.fingerprint(),
                finalModel.encoded().task().features().rows());
    }

    private ModelArtifact artifact(
            final ModelHeader header, final List<byte[]> contents, final BaselineComparison comparison) {
        final byte[] content = ModelFormat.write(header, contents);
        return new ModelArtifact(
                header.modelId(),
                request.ontologyId(),
                header.target(),
                0,
                header.task(),
                header.learner(),
                comparison.beaten(),
                header.metrics(),
                table.fingerprint(),
                clock.instant(),
                content,
                Sha256.hex(content));
    }

    private static String learner(final List<ModelHeader.Member> members) {
        final List<String> families =
                members.stream().map(ModelHeader.Member::learner).distinct().toList();
        return families.size() == 1 ? families.getFirst() : "ensemble";
    }

    /** The same training again yields the same id, so that a replayed flowfile registers nothing twice. */
    private String modelId(final TargetCandidate candidate) {
        final String identity = String.join("\0", request.ontologyId(), candidate.column(), request.trainingKey());
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The least loss first. */
    private static List<RankedCandidate> leaderboard(final CandidateSearch.Found found) {
        final List<RankedCandidate> leaderboard = new ArrayList<>();
        for (int index = 0; index < found.scores().size(); index++) {
            final double[] losses = found.scores().get(index).losses();
            final double mean = Arrays.stream(losses).average().orElse(0);
            final double variance = Arrays.stream(losses)
                            .map(loss -> (loss - mean) * (loss - mean))
                            .sum()
                    / Math.max(1, losses.length - 1);
            leaderboard.add(new RankedCandidate(
                    found.candidates().get(index).name(),
                    mean,
                    Math.sqrt(variance),
                    found.ensemble().weights()[index]));
        }

        leaderboard.sort(Comparator.comparingDouble(RankedCandidate::meanLoss));
        return leaderboard;
    }

    private List<String> warnings(
            final PreparedTarget target,
            final EnsembleEvaluation evaluation,
            final BaselineComparison comparison,
            final CandidateSearch.Found found) {
        final List<String> warnings = new ArrayList<>();
        if (!evaluation.operatingPoint().isMostLikely()) {
            warnings.add(Sentences.of(
                    "The classes are unbalanced: %s is predicted from a probability of %.2f on, where the mean F1 of both is largest",
                    target.classes().getLast(), evaluation.operatingPoint().threshold()));
        }

        table.header()
                .findNullWords(target.target().name())
                .ifPresent(words -> warnings.add(Sentences.of(
                        "Rows without a value of %s are not learnt from, and words count as none: %s. Where one is a class, name %s among the"
                                + " verbatim columns of the conversion",
                        target.target().name(), words, target.target().name())));
        target.leaks()
                .leftOut()
                .forEach((column, evidence) -> warnings.add(Sentences.of(
                        "%s is not used: %s. Where it is known before the outcome, name it as a trusted column",
                        column, evidence)));
        target.leaks()
                .suspects()
                .forEach((column, evidence) -> warnings.add(
                        Sentences.of("%s %s. See whether it is known before the outcome", column, evidence)));
        if (comparison.lossSaved() > TOO_GOOD) {
            warnings.add("Almost perfect: see whether a column is known only after the outcome");
        }

        if (found.cutShort()) {
            warnings.add(Sentences.of(
                    "The time budget was spent after %s; with more the model may differ",
                    Sentences.count(found.candidates().size(), "candidate")));
        }

        return warnings;
    }
}
