/** The controller service that hands the store to the processors. */
package io.nifimimir.services;
