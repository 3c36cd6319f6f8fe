/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.learner.Ubjson.Numbers;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Lays out the trees that XGBoost has written, as its model schema describes them, as a {@link TreeEnsemble}. */
final class TreeCompiler {
    private static final int WORD = Integer.SIZE;

    private final Map<?, ?> learner;
    private final int features;
    private final List<?> trees;
    private final List<?> outputs;
    private final int treeCount;
    private final int[] absentCodes;
    private int[] bits = new int[1];
    private int bitWords = 1;

    TreeCompiler(final byte[] ubjson, final int rounds) throws ModelFormatException {
        try {
            learner = field(Ubjson.read(ubjson), "learner", Map.class);
            features = Integer.parseInt(field(parameters(), "num_feature", String.class));
            final Map<?, ?> model = field(field(learner, "gradient_booster", Map.class), "model", Map.class);
            trees = field(model, "trees", List.class);
            outputs = field(model, "tree_info", List.class);
            final List<?> firstTrees = field(model, "iteration_indptr", List.class);
            treeCount = ((Number) firstTrees.get(Math.min(rounds, firstTrees.size() - 1))).intValue();
        } catch (final ClassCastException | NumberFormatException exception) {
            throw new ModelFormatException("The trees are damaged: " + exception.getMessage(), exception);
        }

        if (features < 0 || features > TreeEnsemble.MOST_FEATURES) {
            throw new ModelFormatException(
                    "Trees of %,d features: up to %,d can be applied".formatted(features, TreeEnsemble.MOST_FEATURES));
        }

        absentCodes = new int[features];
    }

    private Map<?, ?> parameters() throws ModelFormatException {
        return field(learner, "learner_model_param", Map.class);
    }

    private static <T> T field(final Object object, final String name, final Class<T> type)
            throws ModelFormatException {
        if (object instanceof final Map<?, ?> fields && type.isInstance(fields.get(name))) {
            return type.cast(fields.get(name));
        }

        throw new ModelFormatException("These are no trees of XGBoost: expected [%s]".formatted(name));
    }

    TreeEnsemble compile() throws ModelFormatException {
        try {
            for (int index = 0; index < treeCount; index++) {
                findCodes(trees.get(index));
            }

            final TreeEnsemble.Tree[] compiled = new TreeEnsemble.Tree[treeCount];
            for (int index = 0; index < treeCount; index++) {
                compiled[index] = tree(trees.get(index), ((Number) outputs.get(index)).intValue());
            }

            return new TreeEnsemble(baseMargins(), compiled, absentCodes, Arrays.copyOf(bits, bitWords));
        } catch (final ClassCastException | IndexOutOfBoundsException | NumberFormatException exception) {
            throw new ModelFormatException("The trees are damaged: " + exception.getMessage(), exception);
        }
    }

    /** The base score is stated as a prediction, and trees add to what it is before the last step. */
    private float[] baseMargins() throws ModelFormatException {
        final String text = field(parameters(), "base_score", String.class);
        final String[] scores = text.replaceAll("[\\[\\]]", "").split(",");
        final boolean logistic =
                "binary:logistic".equals(field(field(learner, "objective", Map.class), "name", String.class));
        final int classes = Math.max(1, Integer.parseInt(field(parameters(), "num_class", String.class)));
        final float[] margins = new float[classes];
        for (int output = 0; output < classes; output++) {
            final float score = Float.parseFloat(scores[Math.min(output, scores.length - 1)]);
            margins[output] = logistic ? (float) -Math.log(1.0f / score - 1.0f) : score;
        }

        return margins;
    }

    private void findCodes(final Object tree) throws ModelFormatException {
        final Numbers categories = field(tree, "categories", Numbers.class);
        final Numbers nodes = field(tree, "categories_nodes", Numbers.class);
        final Numbers segments = field(tree, "categories_segments", Numbers.class);
        final Numbers sizes = field(tree, "categories_sizes", Numbers.class);
        final Numbers splits = field(tree, "split_indices", Numbers.class);
        for (int set = 0; set < nodes.size(); set++) {
            final int feature = splits.getInt(nodes.getInt(set));
            // A feature without a code is none of categories
            absentCodes[feature] = Math.max(absentCodes[feature], 1);
            for (int index = 0; index < sizes.getInt(set); index++) {
                final int code = categories.getInt(segments.getInt(set) + index);
                absentCodes[feature] = Math.max(absentCodes[feature], code + 1);
            }
        }
    }

    private TreeEnsemble.Tree tree(final Object tree, final int output) throws ModelFormatException {
        final Numbers left = field(tree, "left_children", Numbers.class);
        final Numbers right = field(tree, "right_children", Numbers.class);
        final Numbers features = field(tree, "split_indices", Numbers.class);
        final Numbers conditions = field(tree, "split_conditions", Numbers.class);
        final Numbers types = field(tree, "split_type", Numbers.class);
        final Numbers defaults = field(tree, "default_left", Numbers.class);
        final int[] sets = sets(tree, left.size());
        if (left.size() > TreeEnsemble.MOST_NODES) {
            throw new ModelFormatException(
                    "A tree of %,d nodes: up to %,d can be applied".formatted(left.size(), TreeEnsemble.MOST_NODES));
        }

        final long[] nodes = new long[left.size()];
        final float[] leaves = new float[left.size()];
        final Queue<Place> queue = new ArrayDeque<>();
        queue.add(new Place(0, 0, 0));
        int next = 1;
        int depth = 0;
        boolean hasLargeSets = false;
        while (!queue.isEmpty()) {
            final Place place = queue.remove();
            final int source = place.source();
            final float condition = (float) conditions.get(source);
            depth = Math.max(depth, place.depth());
            if (left.getInt(source) < 0) {
                leaves[place.node()] = condition;
                nodes[place.node()] = TreeEnsemble.leaf(2 * this.features, place.node());
                continue;
            }

            final int slot = TreeEnsemble.slot(features.getInt(source), defaults.getInt(source) == 1);
            final boolean categorical = types.getInt(source) == 1;
            final boolean large = categorical && isLarge(features.getInt(source));
            hasLargeSets |= large;
            nodes[place.node()] = large
                    ? TreeEnsemble.largeSetNode(slot, sets[source], next)
                    : TreeEnsemble.node(slot, categorical ? sets[source] : TreeEnsemble.ordered(condition), next);
            queue.add(new Place(left.getInt(source), next, place.depth() + 1));
            queue.add(new Place(right.getInt(source), next + 1, place.depth() + 1));
            next += 2;
        }

        return new TreeEnsemble.Tree(nodes, leaves, depth, output, hasLargeSets);
    }

    private record Place(int source, int node, int depth) {}

    /** Whether a set of the feature's categories is more than a word. */
    private boolean isLarge(final int feature) {
        return absentCodes[feature] > TreeEnsemble.MOST_IN_WORD;
    }

    /** For each node its set, or where its bits begin where it is large; what is in the set goes right. */
    private int[] sets(final Object tree, final int nodeCount) throws ModelFormatException {
        final Numbers categories = field(tree, "categories", Numbers.class);
        final Numbers nodes = field(tree, "categories_nodes", Numbers.class);
        final Numbers segments = field(tree, "categories_segments", Numbers.class);
        final Numbers sizes = field(tree, "categories_sizes", Numbers.class);
        final Numbers splits = field(tree, "split_indices", Numbers.class);
        final Numbers defaults = field(tree, "default_left", Numbers.class);
        final int[] sets = new int[nodeCount];
        for (int set = 0; set < nodes.size(); set++) {
            final int node = nodes.getInt(set);
            final int feature = splits.getInt(node);
            final int missing = TreeEnsemble.missingCode(absentCodes[feature]);
            final int[] words = new int[missing / WORD + 1];
            for (int index = 0; index < sizes.getInt(set); index++) {
                final int code = categories.getInt(segments.getInt(set) + index);
                words[code / WORD] |= 1 << code % WORD;
            }

            if (defaults.getInt(node) != 1) {
                words[missing / WORD] |= 1 << missing % WORD;
            }

            sets[node] = isLarge(feature) ? append(words) : words[0];
        }

        return sets;
    }

    /** @return where the words stand among the bits */
    private int append(final int[] words) {
        final int begin = bitWords;
        bitWords += words.length;
        if (bitWords > bits.length) {
            bits = Arrays.copyOf(bits, Math.max(bitWords, 2 * bits.length));
        }

        System.arraycopy(words, 0, bits, begin, words.length);
        return begin;
    }
}
