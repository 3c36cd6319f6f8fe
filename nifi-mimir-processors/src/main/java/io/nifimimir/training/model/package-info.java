/** Models as they are kept: format, header, provenance, scorer; and the contest of a new model with the champion. */
package io.nifimimir.training.model;
