/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.UntrainableException;
import io.nifimimir.training.evaluation.DataSplitter;
import io.nifimimir.training.feature.ColumnProfile;
import io.nifimimir.training.feature.ColumnProfile.Kind;
import io.nifimimir.training.feature.ColumnProfiler;
import io.nifimimir.training.feature.NameHints;
import io.nifimimir.training.learner.CandidateLearner;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.learner.FittedModel;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.learner.XgBoostLearner;
import io.nifimimir.training.learner.XgBoostSettings;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Judges every column of a table as something to predict: by what it holds, by its name and place, and by whether a quick model on a
 * sample can tell it from the other columns.
 */
public final class TargetDetector {
    private static final Logger LOGGER = LoggerFactory.getLogger(TargetDetector.class);

    private static final int PROFILE_ROWS = 20_000;
    private static final int SAMPLE_ROWS = 2_000;

    /** A quick model is trained for the most promising columns only: a table may have thousands. */
    private static final int MOST_QUICK_MODELS = 20;

    private static final int FEWEST_QUICK_MODELS = 6;

    /** Of the tables of all quick models together: with more of them, fewer are trained. */
    private static final int MOST_QUICK_COLUMNS = 4_000;

    private static final int MOST_CLASSES = 50;
    private static final int MOST_CLASSES_OF_NUMBERS = 10;

    /** Share of the most frequent value from which there is nothing to tell apart. */
    private static final double NEARLY_CONSTANT = 0.995;

    private static final double GROUND = 0.35;
    private static final double NAME_BONUS = 0.25;
    private static final double PLACE_BONUS = 0.10;
    private static final double METRIC_BONUS = 0.10;
    private static final double MOST_LEARNABILITY_BONUS = 0.25;
    private static final double MISSING_PENALTY = 0.30;

    /** Share of the baseline's loss that a quick model must save, or the column counts as not to be told. */
    private static final double SMALLEST_LIFT = 0.02;

    /** Of a column that the others do not tell. */
    private static final double MOST_CONFIDENCE_UNTOLD = 0.3;

    private final TrainingTable table;
    private final TrainingRequest request;
    private final int[] sample;
    private final int[] profileRows;
    private final Set<String> entityColumns;
    private final Set<String> metricColumns;

    public TargetDetector(final TrainingTable table, final TrainingRequest request) {
        this.table = table;
        this.request = request;
        this.sample = sample(table.rowCount(), SAMPLE_ROWS, request.seed());
        this.profileRows = sample(table.rowCount(), PROFILE_ROWS, request.seed());
        final Optional<TimeSeriesConfig> series = table.header().findTimeSeries();
        this.entityColumns =
                new HashSet<>(series.map(TimeSeriesConfig::entityColumns).orElse(List.of()));
        this.metricColumns =
                new HashSet<>(series.map(TimeSeriesConfig::metricColumns).orElse(List.of()));
    }

    private static int[] sample(final int rowCount, final int size, final long seed) {
        return rowCount <= size
                ? IntStream.range(0, rowCount).toArray()
                : new Random(seed)
                        .ints(0, rowCount)
                        .distinct()
                        .limit(size)
                        .sorted()
                        .toArray();
    }

    /** All columns, the most promising first. */
    public List<TargetCandidate> detect(final BooleanSupplier keepGoing) {
        final List<TargetCandidate> rejected = new ArrayList<>();
        final List<TargetCandidate> promising = new ArrayList<>();
        for (final TableColumn column : table.columns()) {
            final TargetCandidate candidate = judge(column);
            (candidate.task() == null ? rejected : promising).add(candidate);
        }

        final Comparator<TargetCandidate> mostConfidentFirst =
                Comparator.comparingDouble(TargetCandidate::confidence).reversed();
        promising.sort(mostConfidentFirst);
        final int quickModels = Math.clamp(
                MOST_QUICK_COLUMNS / Math.max(1, table.columnCount()), FEWEST_QUICK_MODELS, MOST_QUICK_MODELS);
        final List<TargetCandidate> ranked = new ArrayList<>();
        for (int index = 0; index < promising.size(); index++) {
            if (!keepGoing.getAsBoolean()) {
                throw new CancellationException("Stopped while looking for targets");
            }

            ranked.add(index < quickModels ? withLearnability(promising.get(index), keepGoing) : promising.get(index));
        }

        ranked.sort(mostConfidentFirst);
        ranked.addAll(rejected);
        return ranked;
    }

    /** A column that was named by the user: certain, whatever it looks like. */
    public TargetCandidate named(final String name) {
        final TableColumn column = table.findColumn(name)
                .orElseThrow(() -> new UntrainableException("There is no column %s; the columns are %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ",
                                        table.columns().stream()
                                                .map(TableColumn::name)
                                                .toList()))));
        final ModelTask task = task(ColumnProfiler.profile(column, profileRows));
        if (!request.allows(task)) {
            throw new UntrainableException("%s asks for %s, which is switched off".formatted(name, task.wireName()));
        }

        return new TargetCandidate(name, task, 1, "named in the request");
    }

    private ModelTask task(final ColumnProfile profile) {
        if (profile.kind() == Kind.DATE) {
            throw new UntrainableException(profile.name() + " is a date, which no model here predicts");
        }

        if (profile.type() != DataType.NUMERIC) {
            return ModelTask.CLASSIFICATION;
        }

        final boolean few = profile.integral() && profile.distinct() <= MOST_CLASSES_OF_NUMBERS;
        final boolean classes = few && (profile.distinct() <= 2 || NameHints.isClass(profile.name()));
        if (few && !request.enableRegression()) {
            return ModelTask.CLASSIFICATION;
        }

        return classes && request.enableClassification() ? ModelTask.CLASSIFICATION : ModelTask.REGRESSION;
    }

    private TargetCandidate judge(final TableColumn column) {
        final ColumnProfile profile = ColumnProfiler.profile(column, profileRows);
        final String objection = objection(profile);
        if (!objection.isEmpty()) {
            return TargetCandidate.rejected(column.name(), objection);
        }

        final ModelTask task = task(profile);
        if (!request.allows(task)) {
            return TargetCandidate.rejected(column.name(), task.wireName() + " is switched off");
        }

        final List<String> reasons = new ArrayList<>();
        double confidence = GROUND;
        reasons.add(
                task == ModelTask.REGRESSION
                        ? Sentences.of("%,d different numbers", profile.distinct())
                        : Sentences.of(
                                "%d classes, the largest with %.0f %%",
                                profile.distinct(), 100 * profile.largestShare()));
        if (task == ModelTask.REGRESSION ? NameHints.isAmount(column.name()) : NameHints.isOutcome(column.name())) {
            confidence += NAME_BONUS;
            reasons.add("its name says outcome");
        }

        if (table.columns().getLast().equals(column)) {
            confidence += PLACE_BONUS;
            reasons.add("the last column");
        }

        if (metricColumns.contains(column.name())) {
            confidence += METRIC_BONUS;
            reasons.add("a metric of the time series");
        }

        if (profile.missingShare() > 0) {
            confidence -= MISSING_PENALTY * profile.missingShare();
            reasons.add(Sentences.of("%.0f %% missing", 100 * profile.missingShare()));
        }

        return new TargetCandidate(column.name(), task, Math.clamp(confidence, 0, 1), String.join(", ", reasons));
    }

    /** Why a column is nothing to predict; empty where it may be. */
    private String objection(final ColumnProfile profile) {
        if (profile.isUseless() || profile.kind() == Kind.FREE_TEXT) {
            return profile.reason();
        }

        if (profile.kind() == Kind.DATE) {
            return "a date says when, not what";
        }

        if (entityColumns.contains(profile.name())) {
            return "names the time series that a row belongs to";
        }

        if (profile.present() < PreparedTarget.FEWEST_ROWS) {
            return Sentences.of(
                    "%s: at least %d are needed",
                    Sentences.count(profile.present(), "value"), PreparedTarget.FEWEST_ROWS);
        }

        if (profile.kind() == Kind.CATEGORY && profile.distinct() > MOST_CLASSES) {
            return Sentences.of("%,d classes: at most %d can be told apart", profile.distinct(), MOST_CLASSES);
        }

        if (profile.largestShare() > NEARLY_CONSTANT) {
            return Sentences.of("%.1f %% of its values are the same", 100 * profile.largestShare());
        }

        return NameHints.isIdentifier(profile.name()) && !NameHints.isClass(profile.name())
                ? "its name says that it identifies or counts rows"
                : "";
    }

    private TargetCandidate withLearnability(final TargetCandidate candidate, final BooleanSupplier keepGoing) {
        final double lift;
        try {
            lift = quickLift(candidate, keepGoing);
        } catch (final UntrainableException exception) {
            return TargetCandidate.rejected(candidate.column(), exception.getMessage());
        } catch (final CancellationException exception) {
            throw exception;
        } catch (final RuntimeException exception) {
            LOGGER.warn("Quick model of column {} failed", candidate.column(), exception);
            return TargetCandidate.rejected(candidate.column(), "a quick model failed: " + exception.getMessage());
        }

        if (lift < SMALLEST_LIFT) {
            return new TargetCandidate(
                    candidate.column(),
                    candidate.task(),
                    Math.min(candidate.confidence(), MOST_CONFIDENCE_UNTOLD),
                    candidate.reasoning() + ", but the other columns do not tell it");
        }

        // The square root, since a little that can be told is a great deal more than nothing
        return new TargetCandidate(
                candidate.column(),
                candidate.task(),
                Math.clamp(candidate.confidence() + MOST_LEARNABILITY_BONUS * Math.sqrt(lift), 0, 1),
                Sentences.of(
                        "%s, the other columns tell %.0f %% of it", candidate.reasoning(), 100 * Math.min(lift, 1)));
    }

    /** Share of the naive baseline's loss that a quick model saves on rows that it has not seen. */
    private double quickLift(final TargetCandidate candidate, final BooleanSupplier keepGoing) {
        final TableColumn column = table.findColumn(candidate.column()).orElseThrow();
        final PreparedTarget target =
                PreparedTarget.prepare(table, sample, column, candidate.task(), request.roles(), request.seed());
        final StopSignal signal = StopSignal.withoutDeadline(keepGoing);
        final PreparedTarget.Encoded encoded = target.encodeQuickly(signal);
        final HoldOut inner = DataSplitter.split(
                table, target.rows(), target.labels(), candidate.task(), target.groups(), request.seed() + 1);
        final CandidateLearner learner = new XgBoostLearner(XgBoostSettings.quick(target.rows().length));
        try (FittedModel model = learner.tune(
                        encoded.task().select(inner.training()), encoded.task().select(inner.heldOut()), signal)
                .model()) {
            final FeatureMatrix heldOut = encoded.plan().encode(table, target.heldOutRows());
            final double modelLoss =
                    Arrays.stream(target.score(model.predict(heldOut)).losses()).sum();
            final double baselineLoss =
                    Arrays.stream(target.scoreNaively().losses()).sum();
            return baselineLoss > 0 ? 1 - modelLoss / baselineLoss : 0;
        }
    }
}
