/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.nifimimir.training.TrainingJson;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.table.RowHashes;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from, so that it can be made again, or told why it cannot.
 *
 * @param dataFingerprint of the dataset
 * @param rowCount rows that the model has learnt from
 * @param columns columns that it uses
 * @param settings what the learner chose, by name
 * @param libraries versions of what made the model, by name
 * @param jvm name and version of the virtual machine, and what it ran on
 * @param durationMillis time that the training took
 * @param heldOut {@linkplain RowHashes#fingerprint fingerprint} of the rows that the scores are from; null where it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelProvenance(
        String trainingKey,
        String dataFingerprint,
        long rowCount,
        List<String> columns,
        Map<String, Double> settings,
        long seed,
        Map<String, String> libraries,
        String jvm,
        long durationMillis,
        String heldOut) {

    public ModelProvenance {
        // Models from before provenance was kept have little of it
        columns = columns == null ? List.of() : List.copyOf(columns);
        settings = settings == null ? Map.of() : new TreeMap<>(settings);
        libraries = libraries == null ? Map.of() : new TreeMap<>(libraries);
    }

    public static ModelProvenance of(final ModelHeader header, final Duration duration, final String heldOut) {
        return new ModelProvenance(
                header.trainingKey(),
                header.dataFingerprint(),
                header.trainingRows(),
                List.copyOf(header.featurePlan().requiredColumns().keySet()),
                settings(header),
                header.seed(),
                header.libraries(),
                jvmOfThisProcess(),
                duration.toMillis(),
                heldOut);
    }

    /** Of a forecast of one metric, which no rows are held back from: it is tried at origins in the past. */
    public static ModelProvenance ofForecast(
            final TrainingRequest request,
            final TrainingTable table,
            final String metric,
            final long points,
            final Duration duration) {
        return new ModelProvenance(
                request.trainingKey(),
                table.fingerprint(),
                points,
                List.of(metric),
                Map.of(),
                request.seed(),
                ModelFormat.libraries(),
                jvmOfThisProcess(),
                duration.toMillis(),
                null);
    }

    private static String jvmOfThisProcess() {
        return String.join(
                " ",
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }

    /** By the name of the candidate and of the setting. */
    private static Map<String, Double> settings(final ModelHeader header) {
        final Map<String, Double> settings = new TreeMap<>();
        header.members()
                .forEach(member -> member.settings()
                        .forEach((name, value) ->
                                settings.put(member.file() + ' ' + member.candidate() + ' ' + name, value)));
        return settings;
    }

    public String toJson() {
        return new String(TrainingJson.write(this), StandardCharsets.UTF_8);
    }

    public static ModelProvenance ofJson(final String json) throws IOException {
        return TrainingJson.read(json.getBytes(StandardCharsets.UTF_8), ModelProvenance.class);
    }
}
