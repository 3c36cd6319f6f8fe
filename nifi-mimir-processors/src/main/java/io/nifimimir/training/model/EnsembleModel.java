/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.evaluation.Temperature;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.learner.FittedModel;
import io.nifimimir.training.learner.LinearLearner;
import io.nifimimir.training.learner.LinearModel;
import io.nifimimir.training.learner.TreeModel;
import io.nifimimir.training.learner.XgBoostLearner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The weighted mean of several models, brought to a temperature. Holds what its members hold, until it is closed. */
public final class EnsembleModel implements AutoCloseable {
    private final List<Member> members;
    private final Temperature temperature;

    public EnsembleModel(final List<Member> members, final Temperature temperature) {
        this.members = List.copyOf(members);
        this.temperature = temperature;
    }

    /** One of the models whose predictions are averaged, with its share of the average. */
    public record Member(Candidate candidate, FittedModel model, double weight) {}

    static EnsembleModel load(final ModelFormat.ModelFile file) throws IOException {
        final ModelHeader header = file.header();
        final List<Member> members = new ArrayList<>();
        try {
            for (int index = 0; index < header.members().size(); index++) {
                final ModelHeader.Member member = header.members().get(index);
                members.add(new Member(
                        new Candidate(member.candidate(), null, member.transform(), member.classWeights()),
                        load(header, member, file.contents().get(index)),
                        member.weight()));
            }
        } catch (final IOException exception) {
            members.forEach(member -> member.model().close());
            throw exception;
        }

        return new EnsembleModel(members, new Temperature(header.temperature()));
    }

    private static FittedModel load(final ModelHeader header, final ModelHeader.Member member, final byte[] content)
            throws IOException {
        return switch (member.learner()) {
            case XgBoostLearner.FAMILY ->
                TreeModel.load(content, header.task(), header.classes().size(), member.settings());
            case LinearLearner.FAMILY -> LinearModel.load(content, member.settings());
            default ->
                throw new ModelFormatException(
                        "A model of the learner %s cannot be applied here".formatted(member.learner()));
        };
    }

    public List<Member> members() {
        return members;
    }

    /** For each row the probabilities of the classes, or one value. */
    double[][] predict(final FeatureMatrix features) {
        double[][] sums = null;
        for (final Member member : members) {
            final double[][] predictions = member.candidate().predict(member.model(), features);
            sums = sums == null ? new double[predictions.length][] : sums;
            for (int row = 0; row < predictions.length; row++) {
                sums[row] = sums[row] == null ? new double[predictions[row].length] : sums[row];
                for (int output = 0; output < predictions[row].length; output++) {
                    sums[row][output] += member.weight() * predictions[row][output];
                }
            }
        }

        if (sums == null) {
            throw new IllegalStateException("A model of no members cannot predict");
        }

        for (final double[] prediction : sums) {
            if (prediction.length > 1) {
                temperature.apply(prediction);
            }
        }

        return sums;
    }

    /** The member of the largest weight, by which predictions are explained. */
    FittedModel heaviest() {
        return members.stream()
                .max(Comparator.comparingDouble(Member::weight))
                .map(Member::model)
                .orElseThrow();
    }

    @Override
    public void close() {
        members.forEach(member -> member.model().close());
    }
}
