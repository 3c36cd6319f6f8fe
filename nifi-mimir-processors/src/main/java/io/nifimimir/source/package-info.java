/** Requests for data and where the data is found: files, datasets that were put aside under a name, tables, series. */
package io.nifimimir.source;
