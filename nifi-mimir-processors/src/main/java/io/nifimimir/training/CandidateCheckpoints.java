/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.Optional;

/**
 * What a training that is not finished has come to, so that it goes on there after a crash. Each call is one transaction. A candidate
 * that is saved again stays as it was.
 */
public interface CandidateCheckpoints {

    /** Nothing is remembered. */
    CandidateCheckpoints NONE = new CandidateCheckpoints() {
        @Override
        public Optional<byte[]> find(final String trainingKey, final String target, final String candidate) {
            return Optional.empty();
        }

        @Override
        public void save(final String trainingKey, final String target, final String candidate, final byte[] content) {
            // A training that is cut off begins again
        }

        @Override
        public void clear(final String trainingKey) {
            // Nothing is kept
        }
    };

    Optional<byte[]> find(String trainingKey, String target, String candidate);

    void save(String trainingKey, String target, String candidate, byte[] content);

    /** To be called in the transaction that stores the finished training. */
    void clear(String trainingKey);
}
